;; `rb:main` from a side, `rb:` of another side, and `rb:` of oneself.
(module
  (func (export "move") (import "rb:main" "memcpy_to") (param i32 i32 i32))
  (func (export "get") (import "rb:main" "getI8") (param i32) (result i32))
  (func (export "pointer") (import "rb:main" "addFnPtr_to") (param i32) (result i32))
  (memory (export "memory") 1)
  (table 2 funcref)
  (elem (i32.const 1) $f)
  (data (i32.const 0) "main memory")
  (func $f))
