;; Every function for C++ exceptions with an object at the last address of 64 bits, by a program
;; that has shown a header of one byte: no word of such a header has an address.
;; calls:
;;   begin -> trap[5006]
;;   ---
;;   throw -> trap[5006]
;;   ---
;;   release -> ok
;;   ---
;;   lower -> trap[5006]
;;   ---
;;   resume -> trap[5002]
(module
  (import "env" "__cxa_begin_catch" (func $begin (param i64) (result i64)))
  (import "env" "__cxa_throw" (func $throw (param i64 i64 i64)))
  (import "env" "__cxa_free_exception" (func $free (param i64)))
  (import "env" "__cxa_decrement_exception_refcount" (func $lower (param i64)))
  (import "env" "__resumeException" (func $resume (param i64)))
  (memory (export "memory") i64 1)
  (func (export "free") (param i64))
  (func (export "__cxa_can_catch") (param i64 i64 i64) (result i32) (i32.const 0))
  (func (export "__cxa_increment_exception_refcount") (param i64)
    (i64.store8 (i64.sub (local.get 0) (i64.const 1)) (i64.const 9)))
  (func $learn (drop (call $begin (i64.const 1000))))
  (func (export "begin") (call $learn) (drop (call $begin (i64.const -1))))
  (func (export "throw") (call $learn) (call $throw (i64.const -1) (i64.const 1) (i64.const 2)))
  (func (export "release") (call $learn) (call $free (i64.const -1)))
  (func (export "lower") (call $learn) (call $lower (i64.const -1)))
  (func (export "resume") (call $learn) (call $resume (i64.const -1))))
