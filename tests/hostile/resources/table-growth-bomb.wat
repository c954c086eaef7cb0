;; Grows its table until it is refused.
;; limits: table_elements=5000
;; calls:
;;   grow_all -> 5000
;;   grow 1 -> -1
;;   grow 0xffffffff -> -1
;;   grow 0 -> 5000
(module
  (table $t 1 funcref)
  (func (export "grow") (param i32) (result i32)
    (table.grow $t (ref.null func) (local.get 0)))
  (func (export "grow_all") (result i32)
    (loop $again
      (br_if $again
        (i32.ne (table.grow $t (ref.null func) (i32.const 1)) (i32.const -1))))
    (table.size $t)))
