(module
  (@dylink.0 (mem-info (memory 100 4)))
  (import "env" "__stack_pointer" (global $stack_pointer (mut i32)))
  (import "env" "__memory_base" (global $memory_base i32))
  (import "GOT.mem" "__heap_base" (global $heap_base (mut i32)))
  (import "GOT.mem" "__stack_low" (global $stack_low (mut i32)))
  (import "GOT.mem" "__stack_high" (global $stack_high (mut i32)))
  (func (export "memory_base") (result i32) (global.get $memory_base))
  (func (export "heap_base") (result i32) (global.get $heap_base))
  (func (export "stack_low") (result i32) (global.get $stack_low))
  (func (export "stack_high") (result i32) (global.get $stack_high))
  ;; The stack pointer is one for all.
  (func (export "push") (param $n_bytes i32)
    (global.set $stack_pointer (i32.sub (global.get $stack_pointer) (local.get $n_bytes)))))
