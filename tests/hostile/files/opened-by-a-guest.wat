;; A guest opens libraries by names that leave the granted folder: up, absolute, through links, and
;; what is no file.
;; setup: folder lib/folder.wasm
;; setup: fifo lib/pipe.wasm
;; setup: symlink ../../secret.wat lib/link.wat
;; setup: symlink ../.. lib/up
;; setup: symlink /dev/zero lib/zero.wasm
;; setup: symlink loop.wasm lib/loop.wasm
;; calls:
;;   open 0 -> trap[5009]
;;   ---
;;   open 64 -> trap[5009]
;;   ---
;;   open 128 -> trap[5009]
;;   ---
;;   open 192 -> trap[5009]
;;   ---
;;   open 256 -> trap[5009]
;;   ---
;;   open 320 -> trap[5008]
;;   ---
;;   open 384 -> trap[5008]
;;   ---
;;   open 448 -> 0
;;   open 512 -> trap[5009]
;;   ---
;;   open 576 -> 1
;;   open 640 -> 1
;;   one -> 1
(module
  (import "env" "rb_dlopen" (func $open (param i32) (result i32)))
  (memory 1)
  (data (i32.const 0) "../secret\00")
  (data (i32.const 64) "/etc/passwd\00")
  (data (i32.const 128) "link.wat\00")
  (data (i32.const 192) "up/secret.wat\00")
  (data (i32.const 256) "fine/../../secret\00")
  (data (i32.const 320) "folder.wasm\00")
  (data (i32.const 384) "pipe.wasm\00")
  (data (i32.const 448) "loop.wasm\00")
  (data (i32.const 512) "zero.wasm\00")
  (data (i32.const 576) "./fine\00")
  (data (i32.const 640) ".//./fine.wat\00")
  (func (export "one") (result i32) (i32.const 1))
  (func (export "open") (param i32) (result i32) (call $open (local.get 0))))
;;== ../secret.wat
(module)
;;== lib/fine.wat
(module)
