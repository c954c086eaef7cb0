(module
  (@dylink.0 (mem-info))
  (import "env" "exit" (func $exit (param i32)))
  (func (export "__wasm_call_ctors") (call $exit (i32.const 3))))
