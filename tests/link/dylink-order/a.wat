(module
  (@dylink.0 (mem-info (memory 16 4)) (needed "b"))
  (import "env" "log" (func $log (param i32)))
  (start $started)
  (func (export "__wasm_call_ctors") (call $log (i32.const 0x24)))
  (func (export "_initialize") (unreachable))
  (func (export "__wasm_init_tls") (param $addr i32) (call $log (i32.const 0x23)))
  (func (export "__wasm_apply_data_relocs") (call $log (i32.const 0x22)))
  (func $started (call $log (i32.const 0x21))))
