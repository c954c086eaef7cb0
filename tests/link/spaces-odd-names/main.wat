;; Memory and function table are found by kind where their names say nothing.
(module
  (import "env" "mem_x" (memory 1))
  (import "env" "tbl_y" (table 1 10 funcref))
  (func (export "from") (import "rb:side" "memcpy_from4") (param i32 i32))
  (func (export "pointer") (import "rb:side" "addFnPtr_from") (param i32) (result i32))
  (type $get (func (result i32)))
  (func (export "call") (param $pointer i32) (result i32)
    (call_indirect (type $get) (local.get $pointer))))
