(module
  (@dylink.0 (mem-info (memory 16 4)))
  (import "env" "log" (func $log (param i32)))
  (start $started)
  (func (export "_initialize") (call $log (i32.const 0x34)))
  (func (export "__wasm_init_tls") (param $addr i32) (call $log (i32.const 0x33)))
  (func (export "__wasm_apply_data_relocs") (call $log (i32.const 0x32)))
  (func $started (call $log (i32.const 0x31))))
