;; An allocator that answers an address outside the memory: an error, whatever the arithmetic would
;; do.
(module
  (memory i64 1)
  (func (export "malloc") (param i64) (result i64) (i64.const -1))
  (func (export "main") (param i32 i64) (result i32) (local.get 0)))
