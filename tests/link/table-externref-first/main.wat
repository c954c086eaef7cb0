;; The function table is the one of functions, even where an externref table comes first.
(module
  (func (export "pointer") (import "rb:side" "addFnPtr_from") (param i32) (result i32))
  (type $get (func (result i32)))
  (table $objects 5 externref)
  (table $functions 1 funcref)
  (func (export "call") (param $pointer i32) (result i32)
    (call_indirect $functions (type $get) (local.get $pointer)))
  (func (export "n_objects") (result i32) (table.size $objects)))
