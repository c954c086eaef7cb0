;; A constructor opens a library that imports from a module whose constructors are still to run, and
;; calls it as it starts: refused, unless it is let through.
;; cli: run @ --library-path lib --invoke done
;; expect: trap[5023]
;; says: whose constructors have not finished
;; cli: run @ --library-path lib --allow early-calls --invoke done
;; expect: ok
(module
  (import "env" "rb_dlopen" (func $open (param i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 8) "lib\00")
  (func (export "_initialize") (drop (call $open (i32.const 8))))
  (func (export "done")))
;;== side.wat
(module
  (func (export "f"))
  (func (export "_initialize")))
;;== lib/lib.wat
(module
  (import "side" "f" (func $f))
  (start $f))
