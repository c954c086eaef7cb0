;; Neither memory nor table has to be exported: both are found by kind.
(module
  (func (export "to") (import "rb:side" "memcpy_to") (param i32 i32 i32))
  (func (export "pointer") (import "rb:side" "addFnPtr_to") (param i32) (result i32))
  (memory 1)
  (table 2 funcref)
  (elem (i32.const 1) $ten)
  (data (i32.const 0) "private")
  (func $ten (result i32) (i32.const 10)))
