;; call_reference: calls a function of another module through a typed reference, on an engine that
;; has them.
;;
;; | export    | takes | gives                                                 |
;; |-----------|-------|-------------------------------------------------------|
;; | direct    | n > 0 | 1 + 2 + … + n modulo 2^32, added up through an import |
;; | reference | n > 0 | the same through `call_ref`                           |
(module
  (type $binary (func (param $a i32) (param $b i32) (result i32)))
  (import "main" "add" (func $direct (type $binary)))
  (global $ADD (mut (ref null $binary)) (ref.func $direct))
  (global $ONE i32 (i32.const 1))

  ;; Calls the import $n times.
  (func $call_direct (export "direct") (param $n i32) (result i32)
    (local $sum i32)
    (loop $again
      (local.set $sum (call $direct (local.get $sum) (local.get $n)))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (global.get $ONE)))))
    (local.get $sum))

  ;; Calls the reference $n times.
  (func $call_reference (export "reference") (param $n i32) (result i32)
    (local $sum i32) (local $add (ref null $binary))
    (local.set $add (global.get $ADD))
    (loop $again
      (local.set $sum
        (call_ref $binary (local.get $sum) (local.get $n) (local.get $add)))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (global.get $ONE)))))
    (local.get $sum)))
