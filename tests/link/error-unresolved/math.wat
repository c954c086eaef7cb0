(module
  (import "env" "main_getI99" (func (param i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "gamma") (param f64) (result f64) (local.get 0))
  (func (export "malloc") (param i32) (result i32) (i32.const 0))
  (func (export "add") (param i32 i32) (result i32) (i32.const 0)))
