(module
  (import "env" "main_getI32" (func (export "get") (param i32) (result i32)))
  (import "env" "main_setI32" (func (export "set") (param i32 i32))))
