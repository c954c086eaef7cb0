;; Tables of external references and of exceptions grow no further than others.
;; limits: table_elements=100
;; calls:
;;   grow 99 -> 1
;;   grow 1 -> -1
;;   grow_exn 99 -> 1
;;   grow_exn 1 -> -1
(module
  (table $t 1 externref)
  (table $x 1 exnref)
  (func (export "grow") (param i32) (result i32)
    (table.grow $t (ref.null extern) (local.get 0)))
  (func (export "grow_exn") (param i32) (result i32)
    (table.grow $x (ref.null exn) (local.get 0))))
