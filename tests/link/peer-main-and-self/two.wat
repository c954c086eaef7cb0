(module
  (func (export "to_one") (import "rb:one" "memcpy_to") (param i32 i32 i32))
  (memory 1)
  (data (i32.const 0) "two memory"))
