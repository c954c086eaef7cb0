;; The elements of all tables of a link together have a limit, at the limit and one over.
;; cli: run @ --limit all_table_elements=30 --invoke go
;; expect: ok
;; says: 30
;; cli: run @ --limit all_table_elements=29 --invoke go
;; expect: ok
;; says: -1
;; cli: run @ --limit all_table_elements=19 --invoke go
;; expect: error[5020]
(module
  (import "side" "grow" (func $grow (result i32)))
  (table 10 funcref)
  (func (export "go") (result i32)
    (if (result i32) (i32.eq (call $grow) (i32.const -1))
      (then (i32.const -1))
      (else (i32.const 30)))))
;;== side.wat
(module
  (table $t 10 funcref)
  (func (export "grow") (result i32) (table.grow $t (ref.null func) (i32.const 10))))
