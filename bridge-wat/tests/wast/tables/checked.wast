;; Once the ledger's `checked` is set, the host sees every pointer before it is re-homed, also one
;; that was re-homed before, and each time; what it refuses takes no slot.
;;! parameters from to

(module $env
  (global (export "max_slots") i32 (i32.const 70))
  (func (export "fault") (param $code i32) (param $table i32) (param $slot i64) (unreachable))
  (global $n (export "n") (mut i32) (i32.const 0))
  (global $table (export "table") (mut i32) (i32.const 0))
  (global $slot (export "slot") (mut i64) (i64.const 0))
  ;; Stands for the host: keeps what it is asked, and refuses slot 2.
  (func (export "check") (param $table i32) (param $slot i64)
    (global.set $n (i32.add (global.get $n) (i32.const 1)))
    (global.set $table (local.get $table))
    (global.set $slot (local.get $slot))
    (if (i64.eq (local.get $slot) (i64.const 2)) (then (unreachable)))))
(register "env")
;;! module $ledger ledger
(register "ledger")

(module $a
  (table $table (export "table") i32(;from;) 5 funcref)
  (global (export "id") i32 (i32.const 3))
  (func $ten (result i32) (i32.const 10))
  (elem (table $table) (i32.const(;from;) 1) func $ten $ten $ten))
(register "from")
(module $b
  (table $table (export "table") i32(;to;) 1 funcref)
  (global (export "id") i32 (i32.const 4)))
(register "to")
;;! module $a_to_b rehome from to
(module $switch
  (global $checked (import "ledger" "checked") (mut i32))
  (global $generation (import "ledger" "generation") (mut i64))
  (func (export "on")
    (global.set $checked (i32.const 1))
    (global.set $generation (i64.add (global.get $generation) (i64.const 1)))))

;; Nobody asks as long as it is off.
(assert_return (invoke $a_to_b "rehome" (i32.const(;from;) 1)) (i32.const(;to;) 1))
(assert_return (invoke $a_to_b "rehome" (i32.const(;from;) 1)) (i32.const(;to;) 1))
(assert_return (invoke $a_to_b "rehome" (i32.const(;from;) 2)) (i32.const(;to;) 2))
(assert_return (get $env "n") (i32.const 0))

(assert_return (invoke $switch "on"))
(assert_return (invoke $a_to_b "rehome" (i32.const(;from;) 1)) (i32.const(;to;) 1))
(assert_return (get $env "n") (i32.const 1))
(assert_return (get $env "table") (i32.const 3))
(assert_return (get $env "slot") (i64.const 1))
(assert_return (invoke $a_to_b "rehome" (i32.const(;from;) 1)) (i32.const(;to;) 1))
(assert_return (get $env "n") (i32.const 2))
;; What was re-homed before it was on is refused now.
(assert_trap (invoke $a_to_b "rehome" (i32.const(;from;) 2)) "unreachable")
(assert_return (get $env "n") (i32.const 3))
;; Null asks nobody, and nothing was taken by what was refused.
(assert_return (invoke $a_to_b "rehome" (i32.const(;from;) 0)) (i32.const(;to;) 0))
(assert_return (get $env "n") (i32.const 3))
(assert_return (invoke $a_to_b "rehome" (i32.const(;from;) 3)) (i32.const(;to;) 3))
