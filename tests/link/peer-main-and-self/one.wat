(module
  (func (export "main_get") (import "rb:main" "getI8") (param i32) (result i32))
  (func (export "from_main") (import "rb:main" "memcpy_from") (param i32 i32 i32))
  (func (export "two_get") (import "rb:two" "getI8") (param i32) (result i32))
  (func (export "from_two") (import "rb:two" "memcpy_from") (param i32 i32 i32))
  (func (export "to_two") (import "rb:two" "memcpy_to_fb") (param i32 i32 i32))
  (func (export "move") (import "rb:one" "memcpy_from_fb") (param i32 i32 i32))
  (memory 1)
  (data (i32.const 0) "one memory"))
