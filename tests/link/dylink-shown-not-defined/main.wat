;; What a module exports under the name by which it imports it is no definition: others look on,
;; and find the library, or the host, that has it.
(module
  (@dylink.0 (mem-info))
  (import "env" "memory" (memory 1))
  (import "env" "__indirect_function_table" (table 0 funcref))
  (import "env" "of_b" (func $of_b (result i32)))
  (export "of_b" (func $of_b))
  (func (export "call") (result i32) (call $of_b)))
