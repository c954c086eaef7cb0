;; call_cycle: one of two modules that call each other, so that one of the two calls is forwarded.
;;
;; Template parameter, put in by `call.rs`: PEER is the other module.
;;
;; | export | takes        | gives                                          |
;; |--------|--------------|------------------------------------------------|
;; | add    | two integers | their sum                                      |
;; | cross  | n > 0        | 1 + 2 + … + n modulo 2^32, added up by PEER    |
(module
  (import "PEER" "add" (func $theirs (param $a i32) (param $b i32) (result i32)))
  (global $ONE i32 (i32.const 1))

  ;; Gives $a + $b.
  (func $add (export "add") (param $a i32) (param $b i32) (result i32)
    (i32.add (local.get $a) (local.get $b)))

  ;; Calls PEER's function $n times.
  (func $cross (export "cross") (param $n i32) (result i32)
    (local $sum i32)
    (loop $again
      (local.set $sum (call $theirs (local.get $sum) (local.get $n)))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (global.get $ONE)))))
    (local.get $sum)))
