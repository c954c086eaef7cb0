;; The copies of emscripten's host with pointers out of bounds.
;; calls:
;;   copy 0 0 0xffffffff -> error[5006]
;;   ---
;;   copy 0xffffffff 0 1 -> error[5006]
;;   ---
;;   copy 65536 65536 0 -> ok
;;   copy 65537 0 0 -> error[5006]
;;   ---
;;   copy 4 0 65532 -> ok
;;   copy 4 0 65533 -> error[5006]
(module
  (func (export "copy") (import "env" "_emscripten_memcpy_js") (param i32 i32 i32))
  (memory (export "memory") 1))
