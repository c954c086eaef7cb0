;; A side (or a main) with a function of every kind that a command line can call.
(module $math
  (func (export "add") (param $a i32) (param $b i32) (result i32)
    (i32.add (local.get $a) (local.get $b)))

  (func (export "negate") (param $a i64) (result i64)
    (i64.sub (i64.const 0) (local.get $a)))

  (func (export "half") (param $a f64) (result f64)
    (f64.mul (local.get $a) (f64.const 0.5)))

  (func (export "single") (param $a f32) (result f32)
    (local.get $a))

  (func (export "swap") (param $a i32) (param $b i64) (result i64 i32)
    (local.get $b)
    (local.get $a))

  (func (export "nothing"))

  (func $boom (export "boom")
    unreachable)

  (func (export "spin")
    (loop $again
      (br $again))))
