;; main_pointers: a module with 1024 function pointers, slots 1 to 1024 of its table.
;;
;; Template parameter, put in by `rehome.rs`: FIRST_TABLE is empty, or a table that no helper can
;; make; then the function table stays in this module, and the broker re-homes through the host.
(module
  FIRST_TABLE
  (table $table (export "table") 1025 funcref)
  (global $FIRST_SLOT i32 (i32.const 1))
  (global $N_SLOTS i32 (i32.const 1024))
  (elem declare func $answer)
  (start $fill)

  ;; Gives nothing; what the pointers point to.
  (func $answer)

  ;; Fills the table.
  (func $fill
    (table.fill $table (global.get $FIRST_SLOT) (ref.func $answer) (global.get $N_SLOTS))))
