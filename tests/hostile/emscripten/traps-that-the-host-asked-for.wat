;; The host calls exports of the program to find out where an exception keeps its header, and what
;; an uncaught one says. What these end with ends the program: a trap, an exit, the fuel, the time.
;; cli: run @ --invoke trap
;; expect: trap[5002]
;; cli: run @ --invoke leave
;; expect: exit 5
;; cli: run @ --fuel 100000 --invoke spin
;; expect: trap[5011]
;; cli: run @ --timeout 300ms --invoke spin
;; expect: trap[5021]
;; cli: run uncaught.wat --timeout 300ms --invoke go
;; expect: trap[5021]
;; cli: run uncaught.wat --fuel 100000 --invoke go
;; expect: trap[5011]
(module
  (import "env" "__cxa_free_exception" (func $free (param i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (global $how (mut i32) (i32.const 0))
  (func (export "__cxa_increment_exception_refcount") (param i32)
    (if (i32.eqz (global.get $how)) (then (unreachable)))
    (if (i32.eq (global.get $how) (i32.const 1)) (then (call $exit (i32.const 5))))
    (loop $forever (br $forever)))
  (func $go (param i32) (result i32)
    (global.set $how (local.get 0))
    (call $free (i32.const 1000))
    (i32.const 7))
  (func (export "trap") (result i32) (call $go (i32.const 0)))
  (func (export "leave") (result i32) (call $go (i32.const 1)))
  (func (export "spin") (result i32) (call $go (i32.const 2))))
;;== uncaught.wat
(module
  (import "env" "__cxa_throw" (func $throw (param i32 i32 i32)))
  (memory (export "memory") 1)
  (table (export "__indirect_function_table") 3 funcref)
  (elem (i32.const 1) func $what)
  (func (export "__cxa_can_catch") (param i32 i32 i32) (result i32) (i32.const 0))
  (func $what (param i32) (result i32) (loop $forever (br $forever)) (i32.const 300))
  ;; A description whose name is that of std::exception, and an object whose `what` is slot 1.
  (data (i32.const 104) "\c8\00\00\00\00\00\00\00")
  (data (i32.const 200) "St9exception\00")
  (data (i32.const 400) "\00\02\00\00")
  (data (i32.const 520) "\01\00\00\00")
  (func (export "go") (call $throw (i32.const 400) (i32.const 100) (i32.const 0))))
