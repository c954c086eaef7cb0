(module
  (@dylink.0 (mem-info) (needed "odd.wat" "even.wat"))
  (import "env" "is_odd" (func $is_odd (param i32) (result i32)))
  (func (export "is_even") (param $x i32) (result i32)
    (if (result i32) (local.get $x)
      (then (call $is_odd (i32.sub (local.get $x) (i32.const 1))))
      (else (i32.const 1)))))
