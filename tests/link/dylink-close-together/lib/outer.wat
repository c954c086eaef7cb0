(module
  (@dylink.0 (mem-info (table 1 0)) (needed "inner.wat"))
  (import "env" "__indirect_function_table" (table 0 funcref))
  (import "env" "log" (func $log (param i32)))
  (import "env" "count" (func $count (result i32)))
  (func (export "of_outer") (result i32) (i32.const 10))
  (func (export "next") (result i32) (call $count))
  (func (export "__wasm_call_dtors") (call $log (i32.const 0x6f))))
