;; Re-homes pointers in a loop until the link has no more slots: an error, never a table without
;; end.
;; calls:
;;   side.loop 1 9999 -> ok
;;   side.loop 1 9999 -> ok
;;   side.loop 1 10000 -> ok
;;   side.loop 1 10001 -> trap[5019]
(module (memory 1) (table 1 funcref))
;;== side.wat
(module
  (import "env" "stm_addFnPtr" (func $to_main (param i32) (result i32)))
  (memory 1)
  (table $table 10010 funcref)
  (elem declare func $f)
  (func $f)
  (func $fill (table.fill $table (i32.const 1) (ref.func $f) (i32.const 10009)))
  (start $fill)
  (func (export "loop") (param $i i32) (param $last i32)
    (loop $again
      (drop (call $to_main (local.get $i)))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $again (i32.le_u (local.get $i) (local.get $last))))))
