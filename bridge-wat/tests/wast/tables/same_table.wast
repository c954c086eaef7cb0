;; Re-homing from a table to itself gives every pointer back, one that the broker added too.
;;! parameters a

(module $env
  (global (export "max_slots") i32 (i32.const 100))
  (func (export "check") (param $table i32) (param $slot i64))
  (func (export "fault") (param $code i32) (param $table i32) (param $slot i64) (unreachable)))
(register "env")
;;! module $ledger ledger
(register "ledger")
(module $a
  (table $table (export "table") i32(;a;) 5 funcref)
  (global (export "id") i32 (i32.const 3))
  (func $ten (result i32) (i32.const 10))
  (elem (table $table) (i32.const(;a;) 1) func $ten)
  (elem (table $table) (i32.const(;a;) 4) func $ten)
  (func (export "size") (result i32(;a;)) (table.size $table)))
(register "from")
(register "to")
;;! module $a_to_a rehome a a

(assert_return (invoke $a_to_a "rehome" (i32.const(;a;) 0)) (i32.const(;a;) 0))
(assert_return (invoke $a_to_a "rehome" (i32.const(;a;) 1)) (i32.const(;a;) 1))
(assert_trap (invoke $a_to_a "rehome" (i32.const(;a;) 2)) "unreachable")
;; As if slot 4 held a function of table 9.
(assert_return (invoke $ledger "grown" (i32.const 3) (i64.const 4) (i32.const 1)) (i32.const 1))
(assert_return (invoke $ledger "take" (i32.const 3) (i32.const 9) (i64.const 77)) (i64.const 4))
(assert_return (invoke $a_to_a "rehome" (i32.const(;a;) 4)) (i32.const(;a;) 4))
(assert_return (invoke $a "size") (i32.const(;a;) 5))
