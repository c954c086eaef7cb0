;; dylink_main: a position-independent main, with a function that libraries call and a simple
;; allocator.
;;
;; | export | takes         | does                                    |
;; |--------|---------------|-----------------------------------------|
;; | add    | two numbers   | their sum                               |
;; | malloc | bytes         | the address of so many, never given back |
(module
  (@dylink.0 (mem-info (memory 0 0) (table 0 0)))
  (import "env" "memory" (memory 1))
  (import "env" "__indirect_function_table" (table 1 funcref))
  (import "env" "__stack_pointer" (global $stack_pointer (mut i32)))
  (import "env" "__memory_base" (global $memory_base i32))
  (import "env" "__table_base" (global $table_base i32))
  (global $next (mut i32) (i32.const 0x580000))

  ;; Gives $a + $b.
  (func (export "add") (param $a i32) (param $b i32) (result i32)
    (i32.add (local.get $a) (local.get $b)))

  ;; Gives the address of $n fresh bytes.
  (func (export "malloc") (param $n i32) (result i32)
    (global.get $next)
    (global.set $next (i32.add (global.get $next) (local.get $n)))))
