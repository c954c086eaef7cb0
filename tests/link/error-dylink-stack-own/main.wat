;; A program that imports the stack pointer and has an allocator cannot be asked for the memory of
;; its own stack before it exists.
(module
  (import "env" "__stack_pointer" (global $stack (mut i32)))
  (import "env" "memory" (memory 1))
  (func (export "malloc") (param $n_bytes i32) (result i32) (i32.const 1024)))
