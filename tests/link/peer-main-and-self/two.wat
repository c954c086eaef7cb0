(module
  (import "rb:one" "memcpy_to" (func (export "to_one") (param i32 i32 i32)))
  (memory 1)
  (data (i32.const 0) "two memory"))
