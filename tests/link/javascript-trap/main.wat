;; Under the policy for unresolved imports, what only JavaScript can provide fails when called.
(module
  (import "env" "emscripten_asm_const_int" (func $asm (param i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "fine") (result i32) (i32.const 1))
  (func (export "script") (result i32) (call $asm (i32.const 0) (i32.const 0) (i32.const 0))))
