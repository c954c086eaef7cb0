;; A mapping wins over the memory and table that a module would get of its own.
(module
  (import "env" "memory" (memory 1))
  (import "env" "table" (table 1 funcref))
  (type $get (func (result i32)))
  (func (export "peek") (result i32) (i32.load8_u (i32.const 0)))
  (func (export "call") (result i32) (call_indirect (type $get) (i32.const 1))))
