;; Hands a pointer there and back a hundred thousand times: the original each time, and one slot.
;; calls:
;;   side.pong 100000 -> 1
;;   slots -> 2
(module
  (memory 1) (table $t 1 funcref)
  (func (export "slots") (result i32) (if (result i32) (i32.gt_u (table.size $t) (i32.const 2))
    (then (i32.const 2)) (else (table.size $t)))))
;;== side.wat
(module
  (import "env" "stm_addFnPtr" (func $to_main (param i32) (result i32)))
  (import "env" "mts_addFnPtr" (func $to_side (param i32) (result i32)))
  (memory 1)
  (table 2 funcref)
  (elem (i32.const 1) $f)
  (func $f)
  (func (export "pong") (param $n i32) (result i32)
    (local $pointer i32)
    (local.set $pointer (i32.const 1))
    (loop $again
      (local.set $pointer (call $to_side (call $to_main (local.get $pointer))))
      (local.set $n (i32.sub (local.get $n) (i32.const 1)))
      (br_if $again (local.get $n)))
    (local.get $pointer)))
