(module
  (import "env" "f" (func))
  (import "env" "g" (func (result i32)))
  (import "env" "h" (func))
  (import "env" "i" (func (param i32) (result i32))))
