;; A library that exports data under the name by which it imports them does not define them: others
;; find who does, and a look-up by name has that address.
(module
  (import "env" "dlsym" (func $dlsym (param i32 i32) (result i32)))
  (memory (export "memory") 1)
  (global $heap (mut i32) (i32.const 4096))
  (data (i32.const 16) "x\00")
  (func (export "malloc") (param i32) (result i32)
    (global.get $heap)
    (global.set $heap (i32.add (global.get $heap) (local.get 0))))
  (func (export "load") (param i32) (result i32) (i32.load (local.get 0)))
  (func (export "by_name") (result i32) (call $dlsym (i32.const 0) (i32.const 16))))
