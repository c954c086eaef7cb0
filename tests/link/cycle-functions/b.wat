(module
  (import "main" "down" (func $down (param i32) (result i32)))
  (func (export "down") (param $n i32) (result i32)
    (if (result i32) (i32.eqz (local.get $n))
      (then (i32.const 200))
      (else (i32.add (i32.const 1)
        (call $down (i32.sub (local.get $n) (i32.const 1))))))))
