(module
  (@dylink.0 (mem-info) (needed "even.wat"))
  (import "env" "is_even" (func $is_even (param i32) (result i32)))
  (func (export "is_odd") (param $x i32) (result i32)
    (if (result i32) (local.get $x)
      (then (call $is_even (i32.sub (local.get $x) (i32.const 1))))
      (else (i32.const 0)))))
