(module
  (@dylink.0 (mem-info))
  (import "env" "emscripten_memcpy_big" (func $memcpy (param i32 i32 i32)))
  (import "env" "getTempRet0" (func $get_temp_ret_0 (result i32)))
  (import "wasi_snapshot_preview1" "fd_write"
    (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "GOT.func" "_emscripten_memcpy_js" (global $memcpy_slot (mut i32)))
  (func (export "copy") (param $dest i32)
    (call $memcpy (local.get $dest) (i32.const 0) (i32.const 8)))
  (func (export "slot") (result i32) (global.get $memcpy_slot))
  ;; Prints what is at the address, by one entry of address and length behind it.
  (func (export "print") (param $entry i32) (result i32)
    (call $fd_write (i32.const 1) (local.get $entry) (i32.const 1) (i32.const 200))))
