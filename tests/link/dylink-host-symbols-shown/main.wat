;; A function of the host that main imports and exports again: a library's pointer to it is main's
;; own, of main's type. What only libraries show has one slot, too.
(module
  (import "env" "time" (func $time (param i32) (result i64)))
  (import "env" "dlsym" (func $dlsym (param i32 i32) (result i32)))
  (memory (export "memory") 1)
  (table (export "__indirect_function_table") 3 funcref)
  (elem (i32.const 1) $time $dlsym)
  (data (i32.const 16) "time\00")
  (export "time" (func $time))
  (export "dlsym" (func $dlsym))
  (func (export "by_name") (result i32) (call $dlsym (i32.const 0) (i32.const 16))))
