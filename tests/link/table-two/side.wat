(module
  (type $get (func (result i32)))
  (table $first 3 funcref)
  (table $second (export "__indirect_function_table") 2 funcref)
  (elem (table $first) (i32.const 1) func $wrong)
  (elem (table $second) (i32.const 1) func $right)
  (func $wrong (result i32) (i32.const -1))
  (func $right (result i32) (i32.const 1)))
