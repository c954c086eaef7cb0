;; A C `main` of a 64-bit memory gets pointers of 64 bits: it answers the first letter of its second
;; argument, and proves that a null pointer ends the array.
(module
  (memory (export "memory") i64 2)
  (global $top (export "__stack_pointer") (mut i64) (i64.const 65536))
  (func (export "__main_argc_argv") (param $argc i32) (param $argv i64) (result i32)
    (if (i64.ne (i64.load (i64.add (local.get $argv)
                  (i64.shl (i64.extend_i32_u (local.get $argc)) (i64.const 3)))) (i64.const 0))
      (then (unreachable)))
    (i32.load8_u (i64.load offset=8 (local.get $argv)))))
