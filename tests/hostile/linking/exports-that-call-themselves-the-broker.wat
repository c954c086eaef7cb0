;; A module exports what the broker's helpers export: nobody takes it for one.
;; calls:
;;   side.get 0 -> 42
(module
  (memory 1)
  (data (i32.const 0) "\2a")
  (func (export "main_getI8") (param i32) (result i32) (i32.const -1))
  (func (export "getI8") (param i32) (result i32) (i32.const -1))
  (func (export "mts_memcpy") (param i32 i32 i32) (unreachable))
  (func (export "rbBridge") (param i32 i32) (result i32) (unreachable)))
;;== side.wat
(module
  (func (export "get") (import "env" "main_getI8") (param i32) (result i32))
  (memory 1))
