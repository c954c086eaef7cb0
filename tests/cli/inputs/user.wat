;; A main that needs the side `math`.
(module $user
  (import "math" "add" (func $add (param i32 i32) (result i32)))
  (import "math" "boom" (func $boom))

  (func (export "double") (param $a i32) (result i32)
    (call $add (local.get $a) (local.get $a)))

  (func $go (export "go")
    (call $boom)))
