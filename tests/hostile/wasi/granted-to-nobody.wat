;; Folders that cannot be granted are refused though no module makes a WASI call: `dlopen` reads
;; files in them too.
;; setup: fifo pipe
;; cli: run @ --dir /=/ --invoke go
;; expect: error[5009]
;; cli: run @ --dir /x=nothing --invoke go
;; expect: error[5010]
;; cli: run @ --dir /x=main.wat --invoke go
;; expect: error[5010]
;; cli: run @ --dir /x=pipe --invoke go
;; expect: error[5010]
;; within: 5
(module
  (import "env" "dlopen" (func $open (param i32 i32) (result i32)))
  (memory (export "memory") 1)
  (table (export "__indirect_function_table") 1 funcref)
  (data (i32.const 8) "/etc/hostname\00")
  (func (export "go") (drop (call $open (i32.const 8) (i32.const 2)))))
