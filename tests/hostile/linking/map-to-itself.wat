;; A mapping that leads to itself, to another import that leads back, or to nothing.
;; cli: run main.wat --map env.f=main.f --invoke f
;; expect: error[5015]
;; says: `main` exports `f`, which is this import: nobody defines it
;; cli: run main.wat --map env.f=nobody.f --invoke f
;; expect: error[5012]
;; cli: run main.wat --map env.f=env.f --invoke f
;; expect: error[5012]
(module (import "env" "f" (func $f)) (export "f" (func $f)))
