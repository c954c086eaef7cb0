;; Functions call round a ring of three modules, and a module calls itself.
(module
  (import "a" "down" (func $down (param i32) (result i32)))
  (import "main" "down" (func $self (param i32) (result i32)))
  (func (export "down") (param $n i32) (result i32)
    (if (result i32) (i32.eqz (local.get $n))
      (then (i32.const 0))
      (else (i32.add (i32.const 1)
        (call $down (i32.sub (local.get $n) (i32.const 1)))))))
  (func (export "self") (param $n i32) (result i32)
    (call $self (local.get $n))))
