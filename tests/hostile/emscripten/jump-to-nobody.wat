;; `longjmp` and a throw without anybody who waits.
;; calls:
;;   jump -> trap[5002]
;;   ---
;;   throw -> trap[5002]
;;   throw -> error[5022]
(module
  (import "env" "_emscripten_throw_longjmp" (func $jump))
  (import "env" "__cxa_throw" (func $throw (param i32 i32 i32)))
  (memory (export "memory") 1)
  (func (export "jump") (call $jump))
  (func (export "throw") (call $throw (i32.const -1) (i32.const -1) (i32.const -1))))
