(module
  (@dylink.0 (mem-info (memory 16 2)))
  (import "env" "memory" (memory 0))
  (import "env" "__memory_base" (global $memory_base i32))
  (import "GOT.mem" "value" (global $value (mut i32)))
  (start $started)
  ;; Where each of them writes what the entry holds.
  (global $AT_START i32 (i32.const 0))
  (global $AT_RELOCATION i32 (i32.const 4))
  (global $AT_CONSTRUCTION i32 (i32.const 8))
  (func (export "__wasm_apply_data_relocs") (call $note (global.get $AT_RELOCATION)))
  (func (export "__wasm_call_ctors") (call $note (global.get $AT_CONSTRUCTION)))
  (func (export "noted") (param $offset i32) (result i32)
    (i32.load (i32.add (global.get $memory_base) (local.get $offset))))
  ;; The block is zero, the data segments are not there yet: what starts may clear or copy them.
  (func $started
    (i32.store8 offset=12 (global.get $memory_base) (i32.const 1))
    (call $note (global.get $AT_START)))
  (func $note (param $offset i32)
    (i32.store (i32.add (global.get $memory_base) (local.get $offset)) (global.get $value))))
