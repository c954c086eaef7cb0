;; With `unresolved = "trap"`, a function that nothing provides traps when it is called.
(module
  (import "env" "missing" (func $missing (param i32) (result i32)))
  (import "nobody" "f" (func $f))
  (func (export "call") (result i32) (call $missing (i32.const 1)))
  (func (export "call_f") (call $f))
  (func (export "fine") (result i32) (i32.const 1)))
