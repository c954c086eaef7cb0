(module
  (import "rb:main" "getI8" (func (export "main_get") (param i32) (result i32)))
  (import "rb:main" "memcpy_from" (func (export "from_main") (param i32 i32 i32)))
  (import "rb:two" "getI8" (func (export "two_get") (param i32) (result i32)))
  (import "rb:two" "memcpy_from" (func (export "from_two") (param i32 i32 i32)))
  (import "rb:two" "memcpy_to_fb" (func (export "to_two") (param i32 i32 i32)))
  (import "rb:one" "memcpy_from_fb" (func (export "move") (param i32 i32 i32)))
  (memory 1)
  (data (i32.const 0) "one memory"))
