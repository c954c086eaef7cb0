(module
  (@dylink.0 (mem-info))
  (import "env" "of_base" (func $of_base (result i32)))
  (import "env" "log" (func $log (param i32)))
  (func (export "use") (result i32) (call $of_base))
  (func (export "__wasm_call_dtors") (call $log (i32.const 0x75))))
