;; The C stack pointer is one for main and its libraries, whoever owns it.
(module
  (import "env" "push" (func $push (param i32)))
  (memory (export "memory") 1)
  (table (export "__indirect_function_table") 1 funcref)
  (global $stack_pointer (export "__stack_pointer") (mut i32) (i32.const 4096))
  (func (export "moved") (param $n_bytes i32) (result i32)
    (local $before i32)
    (local.set $before (global.get $stack_pointer))
    (call $push (local.get $n_bytes))
    (i32.sub (local.get $before) (global.get $stack_pointer))))
