;; What a guest puts into a slot that is free has no lasting identity: once the broker hands the slot
;; out, the pointer means what the broker put there, also where it was re-homed before.
;;! parameters from to

(module $env
  (global (export "max_slots") i32 (i32.const 70))
  (func (export "check") (param $table i32) (param $slot i64))
  (func (export "fault") (param $code i32) (param $table i32) (param $slot i64) (unreachable)))
(register "env")
;;! module $ledger ledger
(register "ledger")
(module $a
  (table $table (export "table") i32(;from;) 5 funcref)
  (global (export "id") i32 (i32.const 3))
  (func $ten (result i32) (i32.const 10))
  (elem (table $table) (i32.const(;from;) 1) func $ten)
  (func (export "set_ten") (param $ptr i32(;from;))
    (table.set $table (local.get $ptr) (ref.func $ten))))
(register "from")
(module $b
  (table $table (export "table") i32(;to;) 9 funcref)
  (global (export "id") i32 (i32.const 4)))
(register "to")
;;! module $a_to_b rehome from to

;; Slot 4 of `a` is the broker's, and free; the guest uses it all the same.
(assert_return (invoke $ledger "grown" (i32.const 3) (i64.const 4) (i32.const 1)) (i32.const 1))
(assert_return (invoke $a "set_ten" (i32.const(;from;) 4)))
(assert_return (invoke $a_to_b "rehome" (i32.const(;from;) 4)) (i32.const(;to;) 9))
;; The broker hands it out for slot 7 of `b`: from now on the pointer goes home to that slot.
(assert_return (invoke $ledger "take" (i32.const 3) (i32.const 4) (i64.const 7)) (i64.const 4))
(assert_return (invoke $a_to_b "rehome" (i32.const(;from;) 4)) (i32.const(;to;) 7))
;; It is given back: the old answer of the memo does not count any more.
(assert_return (invoke $ledger "release" (i32.const 3) (i64.const 4)) (i32.const 1))
(assert_return (invoke $a_to_b "rehome" (i32.const(;from;) 4)) (i32.const(;to;) 9))
