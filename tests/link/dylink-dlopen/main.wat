(module
  (import "env" "_dlopen_js" (func $dlopen (param i32) (result i32)))
  (import "env" "_dlsym_js" (func $dlsym (param i32 i32 i32) (result i32)))
  (import "env" "_dlclose_js" (func $dlclose (param i32) (result i32)))
  (memory (export "memory") 1)
  (table (export "__indirect_function_table") 1 funcref)
  (type $number (func (result i32)))
  (global $heap (mut i32) (i32.const 2048))
  ;; next, prev, flags = RTLD_NOW, five words of places, the name.
  (data (i32.const 1000)
    "\08\00\00\00\00\00\00\00\02\00\00\00"
    "\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00"
    "counter.wat\00")
  ;; next, prev, flags, five words of places, the file's address and size, the name.
  (data (i32.const 1100)
    "\08\00\00\00\00\00\00\00\02\00\00\00"
    "\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00"
    "\00\00\00\00\00\00\00\00"
    "counter.wat\00")
  ;; event, flags, five words of places, the name.
  (data (i32.const 1200)
    "\00\00\00\00\02\00\00\00"
    "\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00"
    "counter.wat\00")
  ;; event, flags, five words of places, the file's address and size, the name.
  (data (i32.const 1300)
    "\00\00\00\00\02\00\00\00"
    "\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00"
    "\00\00\00\00\00\00\00\00"
    "counter.wat\00")
  ;; next, prev, three words for asynchronous loads, flags, five words of places, the name.
  (data (i32.const 1400)
    "\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\02\00\00\00"
    "\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00"
    "counter.wat\00")
  ;; next, prev, three words for asynchronous loads, the name.
  (data (i32.const 1500)
    "\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00"
    "counter.wat\00")
  ;; The program itself.
  (data (i32.const 1600)
    "\00\00\00\00\00\00\00\00\02\00\00\00"
    "\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00"
    "__main__\00")
  (data (i32.const 1700) "next\00")
  (data (i32.const 1710) "seven\00")
  (data (i32.const 1720) "number\00")
  (func (export "malloc") (param $n_bytes i32) (result i32)
    (global.get $heap)
    (global.set $heap (i32.add (global.get $heap) (local.get $n_bytes))))
  (func (export "free") (param $addr i32))
  (func (export "seven") (result i32) (i32.const 7))
  (func (export "open") (param $dso i32) (result i32) (call $dlopen (local.get $dso)))
  (func (export "symbol") (param $dso i32) (param $name i32) (result i32)
    (call $dlsym (local.get $dso) (local.get $name) (i32.const 0)))
  (func (export "close") (param $dso i32) (result i32) (call $dlclose (local.get $dso)))
  (func (export "call") (param $slot_idx i32) (result i32)
    (call_indirect (type $number) (local.get $slot_idx))))
