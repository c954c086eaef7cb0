;; call_driver: calls `add` many times, in every way that a link has.
;;
;; | export   | takes            | does                                                    |
;; |----------|------------------|---------------------------------------------------------|
;; | direct   | n > 0            | calls main's function through an import                 |
;; | host     | n > 0            | calls a host function                                   |
;; | indirect | n > 0, a pointer | `call_indirect` through this module's own table         |
;; | take     | main's pointer   | the pointer of this module to main's function           |
;;
;; Slot 1 of the table is this module's own function. Each loop answers 1 + 2 + … + n, modulo 2^32.
(module
  (type $binary (func (param $a i32) (param $b i32) (result i32)))
  (import "main" "add" (func $direct (type $binary)))
  (import "bench" "add" (func $host (type $binary)))
  (import "rb:main" "addFnPtr_from" (func $rehome (param $pointer i32) (result i32)))
  (table $table (export "table") 2 funcref)
  (global $ONE i32 (i32.const 1))
  (elem (table $table) (i32.const 1) func $own)

  ;; Gives $a + $b.
  (func $own (type $binary) (param $a i32) (param $b i32) (result i32)
    (i32.add (local.get $a) (local.get $b)))

  ;; Gives this module's pointer to main's function $pointer.
  (func $take (export "take") (param $pointer i32) (result i32)
    (call $rehome (local.get $pointer)))

  ;; Calls main's function $n times.
  (func $call_direct (export "direct") (param $n i32) (result i32)
    (local $sum i32)
    (loop $again
      (local.set $sum (call $direct (local.get $sum) (local.get $n)))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (global.get $ONE)))))
    (local.get $sum))

  ;; Calls the host's function $n times.
  (func $call_host (export "host") (param $n i32) (result i32)
    (local $sum i32)
    (loop $again
      (local.set $sum (call $host (local.get $sum) (local.get $n)))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (global.get $ONE)))))
    (local.get $sum))

  ;; Calls the function behind $pointer $n times.
  (func $call_indirect (export "indirect") (param $n i32) (param $pointer i32) (result i32)
    (local $sum i32)
    (loop $again
      (local.set $sum
        (call_indirect $table (type $binary)
          (local.get $sum) (local.get $n) (local.get $pointer)))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (global.get $ONE)))))
    (local.get $sum)))
