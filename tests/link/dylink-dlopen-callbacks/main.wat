(module
  (import "env" "_emscripten_dlopen_js" (func $dlopen (param i32 i32 i32 i32)))
  (memory (export "memory") 1)
  (table (export "__indirect_function_table") 3 funcref)
  (elem (i32.const 1) $succeeded $failed)
  (data (i32.const 1000)
    "\00\00\00\00\00\00\00\00\02\00\00\00"
    "\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00"
    "sound.wat\00")
  (data (i32.const 1100)
    "\00\00\00\00\00\00\00\00\02\00\00\00"
    "\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00"
    "none.wat\00")
  (global $ON_SUCCESS i32 (i32.const 1))
  (global $ON_ERROR i32 (i32.const 2))
  (global $outcome (mut i32) (i32.const 0))
  (func $succeeded (param $handle i32) (param $datum i32)
    (global.set $outcome (i32.add (local.get $handle) (local.get $datum))))
  (func $failed (param $handle i32) (param $datum i32)
    (global.set $outcome (i32.sub (local.get $datum) (local.get $handle))))
  (func (export "malloc") (param $n_bytes i32) (result i32) (i32.const 8192))
  (func (export "open") (param $dso i32) (param $datum i32) (result i32)
    (call $dlopen (local.get $dso) (global.get $ON_SUCCESS) (global.get $ON_ERROR)
      (local.get $datum))
    (global.get $outcome))
  (func (export "open_without") (param $dso i32)
    (call $dlopen (local.get $dso) (i32.const 0) (i32.const 0) (i32.const 0))))
