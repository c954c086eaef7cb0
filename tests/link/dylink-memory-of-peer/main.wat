;; Main has its memory from a peer: its libraries work on that one, behind the peer's data.
(module
  (import "host" "memory" (memory 1))
  (import "env" "where" (func $where (result i32)))
  (func (export "load") (param i32) (result i32) (i32.load (local.get 0)))
  (func (export "of_library") (result i32 i32)
    (call $where)
    (i32.load (call $where))))
