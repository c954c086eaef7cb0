;; Grows a memory of 64-bit addresses by what a number can say.
;; calls:
;;   grow 0xffffffffffffffff -> -1
;;   grow 0x1000000000000 -> -1
;;   grow 0x7fffffffffffffff -> -1
;;   grow 1 -> 1
(module (memory i64 1) (func (export "grow") (param i64) (result i64) (memory.grow (local.get 0))))
