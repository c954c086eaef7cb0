(module
  (@dylink.0 (mem-info) (needed "base.wat"))
  (import "env" "log" (func $log (param i32)))
  (import "env" "of_outer" (func $of_outer (result i32)))
  (global $n (mut i32) (i32.const 0))
  (func (export "count") (result i32)
    (global.set $n (i32.add (global.get $n) (i32.const 1)))
    (i32.add (call $of_outer) (global.get $n)))
  (func (export "__wasm_call_dtors") (call $log (i32.const 0x69))))
