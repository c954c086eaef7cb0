;; Everybody starts, then relocates, then fills thread-local data, then constructs: main first.
(module
  (@dylink.0 (mem-info (memory 16 4)))
  (import "env" "memory" (memory 1))
  (import "env" "__memory_base" (global $memory_base i32))
  ;; The log is at 512: a byte for each step, 16 × module + step.
  (global $LOG i32 (i32.const 512))
  (global $n_logged (mut i32) (i32.const 0))
  (start $started)
  (func (export "__wasm_call_ctors") (call $log (i32.const 0x14)))
  (func (export "__wasm_init_tls") (param $addr i32) (call $log (i32.const 0x13)))
  (func (export "__wasm_apply_data_relocs") (call $log (i32.const 0x12)))
  (func $log (export "log") (param $step i32)
    (i32.store8 (i32.add (global.get $LOG) (global.get $n_logged)) (local.get $step))
    (global.set $n_logged (i32.add (global.get $n_logged) (i32.const 1))))
  (func $started (call $log (i32.const 0x11))))
