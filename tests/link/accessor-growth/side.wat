(module
  (func (export "get") (import "env" "main_getI32") (param i32) (result i32))
  (func (export "set") (import "env" "main_setI32") (param i32 i32)))
