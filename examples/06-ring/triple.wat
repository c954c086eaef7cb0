;; triple: turns an odd number n into 3 n + 1, and leaves 1 alone.
;;
;; Imported by half, the module before it in the ring; imports main, which closes the ring. It has
;; no memory, and nothing in it traps.
;;
;;   export   type            what
;;   walk     (i32) -> i32    triples n, marks that with `*`, then hands it on to main
(module
  (import "main" "mark" (func $main_mark (param $character i32)))
  (import "main" "walk" (func $main_walk (param $n i32) (result i32)))

  (global $LAST_NUMBER i32 (i32.const 1))
  (global $FACTOR i32 (i32.const 3))
  (global $SUMMAND i32 (i32.const 1))
  (global $ASTERISK i32 (i32.const 42))

  ;; Triples $n and returns where the ring brings it.
  (func (export "walk") (param $n i32) (result i32)
    (if (i32.ne (local.get $n) (global.get $LAST_NUMBER))
      (then
        (call $main_mark (global.get $ASTERISK))
        (local.set $n
          (i32.add (i32.mul (local.get $n) (global.get $FACTOR)) (global.get $SUMMAND)))))
    (call $main_walk (local.get $n)))
)
