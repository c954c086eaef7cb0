(module
  (@dylink.0 (mem-info))
  (global $n_started (mut i32) (i32.const 0))
  (func (export "__wasm_call_ctors")
    (global.set $n_started (i32.add (global.get $n_started) (i32.const 1))))
  (func (export "n_started") (result i32) (global.get $n_started))
  (func (export "base") (result i32) (i32.const 100)))
