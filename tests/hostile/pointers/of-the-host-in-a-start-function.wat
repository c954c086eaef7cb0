;; A start function hands out a pointer to a host function, before anybody can know what it points
;; to: refused, unless it is let through.
;; link: trap[5023]
;; cli: run @ --invoke done
;; expect: trap[5023]
;; says: can point to host functions
;; cli: run @ --allow host-pointers --invoke done
;; expect: ok
(module (memory 1) (table 1 funcref) (func (export "done")))
;;== side.wat
(module
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (import "env" "stm_addFnPtr" (func $to (param i32) (result i32)))
  (memory (export "memory") 1)
  (table 2 funcref)
  (elem (i32.const 1) $write)
  (func $begin (drop (call $to (i32.const 1))))
  (start $begin))
