(module
  (import "trace" "note" (func $note (param i32)))
  (func $start (call $note (i32.const 2)))
  (func (export "__wasm_call_ctors") (call $note (i32.const 6)))
  (func (export "main") (result i32) (call $note (i32.const 9)) (i32.const 0))
  (start $start))
