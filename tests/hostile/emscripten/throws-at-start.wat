;; A throw in the start function, and in a constructor.
;; cli: run a.wat
;; expect: trap[5023]
;; cli: run b.wat
;; expect: trap[5002]
(module)
;;== a.wat
(module
  (import "env" "__cxa_throw" (func $throw (param i32 i32 i32)))
  (memory (export "memory") 1)
  (func $start (call $throw (i32.const 1) (i32.const 2) (i32.const 3)))
  (start $start))
;;== b.wat
(module
  (import "env" "_emscripten_throw_longjmp" (func $jump))
  (memory (export "memory") 1)
  (func (export "__wasm_call_ctors") (call $jump))
  (func (export "main") (param i32 i32) (result i32) (i32.const 0)))
