;; `rb:main` from a side, `rb:` of another side, and `rb:` of oneself.
(module
  (import "rb:main" "memcpy_to" (func (export "move") (param i32 i32 i32)))
  (import "rb:main" "getI8" (func (export "get") (param i32) (result i32)))
  (import "rb:main" "addFnPtr_to" (func (export "pointer") (param i32) (result i32)))
  (memory (export "memory") 1)
  (table 2 funcref)
  (elem (i32.const 1) $f)
  (data (i32.const 0) "main memory")
  (func $f))
