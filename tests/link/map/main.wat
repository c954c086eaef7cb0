;; Mappings name the provider: for all importers or for one, to peers and to reserved names.
(module
  (import "env" "sqrt" (func $sqrt (param f64) (result f64)))
  (import "lib" "get" (func $get (result i32)))
  (import "lib" "peek" (func $peek (param i32) (result i32)))
  (import "lib" "base" (global $base i32))
  (memory (export "memory") 1)
  (func (export "sqrt") (param $x f64) (result f64) (call $sqrt (local.get $x)))
  (func (export "get") (result i32) (call $get))
  (func (export "peek") (param $addr i32) (result i32) (call $peek (local.get $addr)))
  (func (export "base") (result i32) (global.get $base)))
