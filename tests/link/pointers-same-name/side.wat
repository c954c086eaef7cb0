;; Its function table comes after one of exceptions, and stays here: the host does the re-homing.
(module
  (type $unary (func (param i32) (result i32)))
  (memory 1)
  (table 1 exnref)
  (table $functions (export "functions") 4 funcref)
  (func (export "mts_addFnPtr") (param i32) (result i32) (i32.const 4242))
  (func (export "call") (param $pointer i32) (param $x i32) (result i32)
    (call_indirect $functions (type $unary) (local.get $x) (local.get $pointer))))
