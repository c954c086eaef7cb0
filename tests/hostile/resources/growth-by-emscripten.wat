;; Asks emscripten's host for a heap beyond the limit.
;; limits: memory=1MiB
;; calls:
;;   resize 0xffffffff -> 0
;;   resize 0x100001 -> 0
;;   resize 0x100000 -> 1
;;   resize 0 -> 1
;;   max -> 1048576
(module
  (func (export "resize") (import "env" "emscripten_resize_heap") (param i32) (result i32))
  (func (export "max") (import "env" "emscripten_get_heap_max") (result i32))
  (memory (export "memory") 1))
