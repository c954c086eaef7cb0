;; main_call: the module whose function is called from elsewhere.
;;
;; | export   | takes        | gives                             |
;; |----------|--------------|-----------------------------------|
;; | add      | two integers | their sum                         |
;;
;; Slot 1 of the table is its function pointer to `add`.
(module
  (table $table (export "table") 2 funcref)
  (elem (table $table) (i32.const 1) func $add)

  ;; Gives $a + $b.
  (func $add (export "add") (param $a i32) (param $b i32) (result i32)
    (i32.add (local.get $a) (local.get $b))))
