;; A table whose only slot is slot 0 takes no function, since slot 0 is never handed out.
;;! parameters from to

(module $env
  (global (export "max_slots") i32 (i32.const 100))
  (global $code (export "code") (mut i32) (i32.const 0))
  (global $table (export "table") (mut i32) (i32.const 0))
  (global $slot (export "slot") (mut i64) (i64.const 0))
  (func (export "check") (param $table i32) (param $slot i64))
  (func (export "fault") (param $code i32) (param $table i32) (param $slot i64)
    (global.set $code (local.get $code))
    (global.set $table (local.get $table))
    (global.set $slot (local.get $slot))
    (unreachable)))
(register "env")
;;! module $ledger ledger
(register "ledger")

(module $a
  (table $table (export "table") i32(;from;) 5 funcref)
  (global (export "id") i32 (i32.const 3))
  (func $ten (result i32) (i32.const 10))
  (func $eleven (result i32) (i32.const 11))
  (func $twelve (result i32) (i32.const 12))
  (elem (table $table) (i32.const(;from;) 1) func $ten $eleven $twelve))
(register "from")
(module $b
  (type $number (func (result i32)))
  (table $table (export "table") i32(;to;) 0 1 funcref)
  (global (export "id") i32 (i32.const 4))
  (func (export "call") (param $ptr i32(;to;)) (result i32)
    (call_indirect $table (type $number) (local.get $ptr)))
  (func (export "size") (result i32(;to;)) (table.size $table)))
(register "to")
;;! module $a_to_b rehome from to

(assert_trap (invoke $a_to_b "rehome" (i32.const(;from;) 1)) "unreachable")
(assert_return (get $env "code") (i32.const 5019))
(assert_return (get $env "table") (i32.const 4))
(assert_return (get $env "slot") (i64.const 1))
(assert_return (invoke $b "size") (i32.const(;to;) 1))
(assert_trap (invoke $a_to_b "rehome" (i32.const(;from;) 1)) "unreachable")
(assert_return (get $env "code") (i32.const 5019))
(assert_return (get $env "table") (i32.const 4))
(assert_return (get $env "slot") (i64.const 1))
(assert_return (invoke $ledger "n_added") (i32.const 0))
