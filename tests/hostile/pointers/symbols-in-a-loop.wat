;; Asks for the same symbol and the same helper ten thousand times: the same slot each time.
;; calls:
;;   many 20000 -> 1
;;   many 1 -> 1
(module
  (import "env" "rb_dlsym" (func $symbol (param i32 i32) (result i32)))
  (memory 1)
  (table 1 funcref)
  (data (i32.const 0) "f\00")
  (func (export "many") (param $n i32) (result i32)
    (local $slot i32)
    (loop $again
      (local.set $slot (call $symbol (i32.const 1) (i32.const 0)))
      (local.set $n (i32.sub (local.get $n) (i32.const 1)))
      (br_if $again (local.get $n)))
    (local.get $slot)))
;;== side.wat
(module (memory 1) (table 1 funcref) (func (export "f")))
