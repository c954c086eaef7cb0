;; main_call: the module whose function is called from elsewhere.
;;
;; | export   | takes        | gives                             |
;; |----------|--------------|-----------------------------------|
;; | add      | two integers | their sum                         |
;; | ADD_SLOT |              | main's function pointer to `add`  |
(module
  (table $table (export "table") 2 funcref)
  (global $ADD_SLOT (export "ADD_SLOT") i32 (i32.const 1))
  (elem (table $table) (global.get $ADD_SLOT) func $add)

  ;; Gives $a + $b.
  (func $add (export "add") (param $a i32) (param $b i32) (result i32)
    (i32.add (local.get $a) (local.get $b))))
