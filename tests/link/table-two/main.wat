;; Of two function tables, the one that has the conventional name is the table of pointers.
(module
  (func (export "pointer") (import "rb:side" "addFnPtr_from") (param i32) (result i32))
  (func (export "pointer_to") (import "rb:side" "addFnPtr_to") (param i32) (result i32))
  (type $get (func (result i32)))
  (table $other 4 funcref)
  (table $functions (export "__indirect_function_table") 1 funcref)
  (func (export "call") (param $pointer i32) (result i32)
    (call_indirect $functions (type $get) (local.get $pointer)))
  (func (export "n_other") (result i32) (table.size $other)))
