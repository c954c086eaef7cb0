;; Text that says in a few words what takes gibibytes: tables, memories, arrays of elements.
;; cli: inspect a.wat
;; expect: ok
;; cli: run a.wat
;; expect: error[5020]
;; cli: run b.wat
;; expect: error[5000]
;; cli: run c.wat
;; expect: error[5000]
;; cli: run d.wat
;; expect: error[5000]
(module)
;;== a.wat
(module (table 4294967295 funcref) (memory 65536))
;;== b.wat
(module (memory 65537))
;;== c.wat
(module (table 4294967296 funcref))
;;== d.wat
(module (type (array i32)) (data "\zz"))
