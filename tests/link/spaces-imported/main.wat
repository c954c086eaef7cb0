;; Modules that import `env.memory` and `env.__indirect_function_table` each get their own.
(module
  (import "env" "memory" (memory 1 4))
  (import "env" "__indirect_function_table" (table $table 2 2 funcref))
  (func (export "from") (import "rb:side" "memcpy_from") (param i32 i32 i32))
  (func (export "pointer") (import "rb:side" "addFnPtr_from") (param i32) (result i32))
  (type $get (func (result i32)))
  (elem (i32.const 1) $seven)
  (data (i32.const 0) "main")
  (func $seven (result i32) (i32.const 7))
  (func (export "call") (param $pointer i32) (result i32)
    (call_indirect (type $get) (local.get $pointer)))
  (func (export "size") (result i32) (table.size $table))
  (func (export "pages") (result i32) (memory.size)))
