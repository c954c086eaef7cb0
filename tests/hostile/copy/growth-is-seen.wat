;; Memory grows between two copies: the check knows of it at once, at either end.
;; calls:
;;   side.to 65536 0 4 -> trap[5006]
;;   ---
;;   side.grow 1 -> 1
;;   side.to 65536 0 4 -> ok
;;   side.to 0 65536 4 -> trap[5006]
;;   ---
;;   grow 1 -> 1
;;   side.to 0 65536 4 -> ok
;;   side.to 0 131069 4 -> trap[5006]
(module (memory 1) (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0))))
;;== side.wat
(module
  (func (export "to") (import "env" "mts_memcpy") (param i32 i32 i32))
  (memory 1)
  (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0))))
