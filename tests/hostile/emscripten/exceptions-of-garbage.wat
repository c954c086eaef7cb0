;; Every function for C++ exceptions with pointers from nowhere: an error, or a trap, never more.
;; calls:
;;   begin -1 -> trap[5006]
;;   ---
;;   find -> 0
;;   end -> trap[5002]
;;   ---
;;   rethrow -> trap[5002]
;;   ---
;;   resume -1 -> trap[5002]
;;   ---
;;   refer -1 -> trap[5006]
(module
  (import "env" "__cxa_begin_catch" (func $begin (param i32) (result i32)))
  (import "env" "__cxa_find_matching_catch_2" (func $find (result i32)))
  (import "env" "__cxa_end_catch" (func $end))
  (import "env" "__cxa_rethrow" (func $rethrow))
  (import "env" "__resumeException" (func $resume (param i32)))
  (import "env" "__cxa_increment_exception_refcount" (func $refer (param i32)))
  (memory (export "memory") 1)
  (func (export "begin") (param i32) (result i32) (call $begin (local.get 0)))
  (func (export "find") (result i32) (call $find))
  (func (export "end") (call $end))
  (func (export "rethrow") (call $rethrow))
  (func (export "resume") (param i32) (call $resume (local.get 0)))
  (func (export "refer") (param i32) (call $refer (local.get 0))))
