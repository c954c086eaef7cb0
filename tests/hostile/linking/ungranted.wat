;; Imports that were not granted are listed all at once, and none of them is reachable by another
;; name.
;; link: error[5012]
;; says: secret
;; says: system
;; says: malloc
;; cli: run @
;; expect: error[5012]
;; says: secret
;; says: malloc
(module (memory 1) (func (export "malloc") (param i32) (result i32) (i32.const 0)))
;;== side.wat
(module
  (import "host" "secret" (func))
  (import "env" "system_of_host" (func))
  (import "env" "malloc" (func (param i32) (result i32)))
  (import "rb:nobody" "getI8" (func (param i32) (result i32)))
  (import "rb:home" "memory" (memory 1))
  (import "main" "__secret" (func)))
