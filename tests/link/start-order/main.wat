(module
  (import "trace" "note" (func $note (param i32)))
  (func $start (call $note (i32.const 1)))
  (func (export "_initialize") (call $note (i32.const 5)))
  (func (export "__wasm_call_ctors") (call $note (i32.const 9)))
  (func (export "main") (result i32)
    (call $note (i32.const 8))
    (i32.const 3))
  (start $start))
