;; rehome_driver: re-homes main's pointers 1, 2, …, n, one call each.
;;
;; Template parameters, put in by `rehome.rs`: PEER and REHOME name the function that does it.
;;
;; | export | takes          | gives                                              |
;; |--------|----------------|----------------------------------------------------|
;; | rehome | n > 0, a count | the sum of the pointers of the last round          |
;;
;; `n` pointers are re-homed `count` times over.
(module
  (import "PEER" "REHOME" (func $rehome (param $pointer i32) (result i32)))
  (table $table (export "table") 1 funcref)
  (global $ONE i32 (i32.const 1))

  ;; Re-homes the pointers 1 to $n, $count times.
  (func $rehome_all (export "rehome") (param $n i32) (param $count i32) (result i32)
    (local $pointer i32) (local $sum i32)
    (loop $next_round
      (local.set $pointer (local.get $n))
      (local.set $sum (i32.const 0))
      (loop $next_pointer
        (local.set $sum (i32.add (local.get $sum) (call $rehome (local.get $pointer))))
        (br_if $next_pointer
          (local.tee $pointer (i32.sub (local.get $pointer) (global.get $ONE)))))
      (br_if $next_round
        (local.tee $count (i32.sub (local.get $count) (global.get $ONE)))))
    (local.get $sum)))
