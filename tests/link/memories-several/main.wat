;; Of several memories, helpers serve the one of the C convention; the others stay the module's own,
;; or its peers'.
(module
  (import "env" "memory" (memory $shared 1))
  (import "side" "second" (memory $of_side 1))
  (func (export "from") (import "rb:side" "memcpy_from") (param i32 i32 i32))
  (memory $own 1)
  (data (memory $own) (i32.const 0) "own")
  (func (export "peek") (param $addr i32) (result i32 i32 i32)
    (i32.load8_u $shared (local.get $addr))
    (i32.load8_u $of_side (local.get $addr))
    (i32.load8_u $own (local.get $addr))))
