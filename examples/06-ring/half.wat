;; half: halves a number for as long as it is even.
;;
;; Imported by main, the module before it in the ring; imports triple, the one after it, and
;; main's `mark`. It has no memory, and nothing in it traps. n is above 0, since 0 is even for ever.
;;
;;   export   type            what
;;   walk     (i32) -> i32    halves n, marks each halving with `/`, then hands it on to triple
(module
  (import "main" "mark" (func $main_mark (param $character i32)))
  (import "triple" "walk" (func $triple_walk (param $n i32) (result i32)))

  (global $LOW_BIT i32 (i32.const 1))
  (global $ONE_PLACE i32 (i32.const 1))
  (global $SLASH i32 (i32.const 47))

  ;; Halves $n until it is odd and returns where the ring brings it.
  (func (export "walk") (param $n i32) (result i32)
    (block $odd
      (loop $even
        (br_if $odd (i32.and (local.get $n) (global.get $LOW_BIT)))
        (call $main_mark (global.get $SLASH))
        (local.set $n (i32.shr_u (local.get $n) (global.get $ONE_PLACE)))
        (br $even)))
    (call $triple_walk (local.get $n)))
)
