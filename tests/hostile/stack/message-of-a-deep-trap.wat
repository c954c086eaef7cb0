;; A trap under thousands of frames: the message shows some of them.
;; native: deep-error -> trap[5002] short
;; cli: run @ --invoke deep
;; expect: trap[5002]
;; cli: run @ --json --invoke deep
;; expect: exit 134
(module (func $deep (export "deep") (call $deep)))
