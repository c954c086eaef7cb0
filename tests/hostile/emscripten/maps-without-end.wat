;; Maps files of every size and place, and takes back what was never mapped.
;; rss: 300
;; calls:
;;   map 0xffffffff -> -8
;;   map 0 -> -28
;;   unmap 0 0xffffffff -> 0
;;   unmap -1 -1 -> 0
;;   one -> 1
(module
  (import "env" "_mmap_js" (func $map (param i32 i32 i32 i32 i64 i32 i32) (result i32)))
  (import "env" "_munmap_js" (func $unmap (param i32 i32 i32 i32 i32 i64) (result i32)))
  (memory (export "memory") 1)
  (func (export "malloc") (param i32) (result i32) (i32.const -8))
  (func (export "emscripten_builtin_memalign") (param i32 i32) (result i32) (i32.const -8))
  (func (export "one") (result i32) (i32.const 1))
  (func (export "map") (param i32) (result i32)
    (call $map (local.get 0) (i32.const 3) (i32.const 2) (i32.const 99) (i64.const 0)
      (i32.const -4) (i32.const -4)))
  (func (export "unmap") (param i32 i32) (result i32)
    (call $unmap (local.get 0) (local.get 1) (i32.const 3) (i32.const 2) (i32.const 1)
      (i64.const -1))))
