;; AssemblyScript's `abort` with texts of any length, and with half a character.
;; calls:
;;   stop 4 -> trap[5002]
;;   ---
;;   stop -1 -> trap[5002]
;;   ---
;;   stop 0 -> trap[5002]
(module
  (import "env" "abort" (func $abort (param i32 i32 i32 i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "\ff\ff\ff\ff\00\d8\1b\00\2e\20\0a\00")
  (func (export "stop") (param i32)
    (call $abort (local.get 0) (local.get 0) (i32.const -1) (i32.const -1))))
