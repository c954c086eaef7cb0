;; Exactly the limit is granted, one page more is not, wherever it is asked for.
;; limits: memory=128KiB
;; calls:
;;   grow 1 -> 1
;;   grow 0 -> 2
;;   grow 1 -> -1
;;   ---
;;   grow 2 -> -1
;;   grow 0xffff -> -1
;;   grow 0xffffffff -> -1
;;   grow 1 -> 1
(module (memory 1) (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0))))
