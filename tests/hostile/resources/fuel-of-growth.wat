;; Grows a memory and a table to what the link may have with a hundred units of fuel.
;; limits: fuel=100
;; calls:
;;   memory -> trap[5011]
;;   ---
;;   table -> trap[5011]
(module
  (memory 0)
  (table $t 0 funcref)
  (func (export "memory") (drop (memory.grow (i32.const 16000))))
  (func (export "table") (drop (table.grow $t (ref.null func) (i32.const 900000)))))
