;; dylink_side: a dynamic library that calls main's function many times.
;;
;; FUNCTIONS: further functions.
;;
;; | export | takes  | does                                                                    |
;; |--------|--------|-------------------------------------------------------------------------|
;; | calls  | n > 0  | calls main's function n times; answers 1 + 2 + … + n, modulo 2^32       |
(module
  (@dylink.0 (mem-info (memory 512 4) (table 1 0)))
  (import "env" "memory" (memory 1))
  (import "env" "__indirect_function_table" (table 1 funcref))
  (import "env" "__stack_pointer" (global $stack_pointer (mut i32)))
  (import "env" "__memory_base" (global $memory_base i32))
  (import "env" "__table_base" (global $table_base i32))
  (import "GOT.mem" "data" (global $data (mut i32)))
  (import "GOT.func" "calls" (global $pointer (mut i32)))
  (import "env" "add" (func $add (param i32 i32) (result i32)))
  (global (export "data") i32 (i32.const 16))
  (global $ONE i32 (i32.const 1))
  (elem (global.get $table_base) $calls)
  (data (global.get $memory_base) "a library's data")

  (func $calls (export "calls") (param $n i32) (result i32)
    (local $sum i32)
    (loop $again
      (local.set $sum (call $add (local.get $sum) (local.get $n)))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (global.get $ONE)))))
    (local.get $sum))
  FUNCTIONS
)
