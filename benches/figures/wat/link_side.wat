;; link_side: a side that asks for all that a pair can have: copies both ways, function pointers.
;; Main asks for its accessor.
(module
  (import "env" "mts_memcpy" (func $copy_in (param $dest i32) (param $src i32) (param $size i32)))
  (import "env" "stm_memcpy" (func $copy_out (param $dest i32) (param $src i32) (param $size i32)))
  (import "env" "mts_addFnPtr" (func $rehome (param $pointer i32) (result i32)))
  (memory $memory (export "memory") 1)
  (table $table (export "table") 4 funcref)
  (elem (table $table) (i32.const 1) func $identity $identity $identity)
  (data (memory $memory) (i32.const 1024) "what a side has in its memory when it starts")

  ;; Gives $x.
  (func $identity (export "identity") (param $x i32) (result i32) (local.get $x)))
