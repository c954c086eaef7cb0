;; Main has its function table from a peer: its libraries get their slots there, behind the peer's.
(module
  (import "host" "table" (table $table 1 funcref))
  (import "env" "pointer" (func $pointer (result i32)))
  (memory (export "memory") 1)
  (func (export "call") (param i32) (result i32)
    (call_indirect $table (result i32) (local.get 0)))
  (func (export "call_library") (result i32)
    (call_indirect $table (result i32) (call $pointer)))
  (func (export "n_slots") (result i32) (table.size $table)))
