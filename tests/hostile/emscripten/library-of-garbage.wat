;; `_dlopen_js` with a `struct dso` that lies outside, has no end, or says that it holds a file.
;; limits: memory=600MiB
;; rss: 300
;; calls:
;;   open -1 -> trap[5006]
;;   ---
;;   open 0x1ffffff0 -> trap[5006]
;;   ---
;;   open 0 -> 0
;;   huge -> 0
;;   one -> 1
;;   ---
;;   endless -> trap[5020]
(module
  (import "env" "_dlopen_js" (func $open (param i32) (result i32)))
  (memory (export "memory") 8192)
  (table (export "__indirect_function_table") 1 funcref)
  (func (export "one") (result i32) (i32.const 1))
  (func (export "open") (param i32) (result i32) (call $open (local.get 0)))
  (func (export "endless") (result i32)
    (memory.fill (i32.const 1024) (i32.const 0x61) (i32.const 65536))
    (call $open (i32.const 1024)))
  ;; next, prev, flags, five words of places, the file's address and size: all of the memory.
  (func (export "huge") (result i32)
    (i32.store (i32.const 1000) (i32.const 8))
    (i32.store (i32.const 1008) (i32.const 2))
    (i32.store (i32.const 1032) (i32.const 4096))
    (i32.store (i32.const 1036) (i32.const 0x1ffff000))
    (i32.store (i32.const 1040) (i32.const 0x61))
    (call $open (i32.const 1000))))
