(module
  (memory 1)
  (data (i32.const 5) "m")
  (global (export "base") i32 (i32.const 50))
  (func (export "sqrt_f64") (param $x f64) (result f64) (f64.sqrt (local.get $x)))
  (func (export "one") (result i32) (i32.const 1))
  (func (export "two") (result i32) (i32.const 2)))
