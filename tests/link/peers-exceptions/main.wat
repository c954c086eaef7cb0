;; An exception of a peer's tag is caught across the modules; one that nobody catches ends the call.
(module
  (import "thrower" "oops" (tag $oops (param i32)))
  (import "thrower" "throw" (func $throw (param i32)))
  (func (export "catch") (param $x i32) (result i32)
    (block $caught (result i32)
      (try_table (catch $oops $caught)
        (call $throw (local.get $x)))
      (i32.const -1)))
  (func (export "let_go") (param $x i32)
    (call $throw (local.get $x))))
