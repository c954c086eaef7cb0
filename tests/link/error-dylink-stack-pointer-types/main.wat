;; Libraries that import the stack pointer with another type than their program's have no provider
;; for it: told by the plan, and not by the engine.
(module
  (memory (export "memory") 2)
  (table (export "__indirect_function_table") 10 funcref)
  (global (export "__stack_pointer") (mut i32) (i32.const 1024))
  (func (export "malloc") (param i32) (result i32) (i32.const 65536)))
