;; Two 64-bit memories: sizes are 64-bit, too.
(module
  (func (export "from") (import "rb:side" "memcpy_from") (param i64 i64 i64))
  (func (export "from_fb") (import "rb:side" "memcpy_from_fb") (param i64 i64 i64))
  (memory i64 1))
