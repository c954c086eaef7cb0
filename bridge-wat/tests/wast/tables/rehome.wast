;; A re-homed pointer calls the same function, has the same slot each time, and goes home to its
;; original slot; what cannot be re-homed faults with a code.
;;! parameters from to

(module $env
  (global (export "max_slots") i32 (i32.const 70))
  ;; Stands for the host's function: keeps what it is told, and traps.
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
  (type $number (func (result i32)))
  (table $table (export "table") i32(;from;) 5 100 funcref)
  (global (export "id") i32 (i32.const 3))
  (func $ten (result i32) (i32.const 10))
  (func $eleven (result i32) (i32.const 11))
  (elem (table $table) (i32.const(;from;) 1) func $ten $eleven)
  (func (export "call") (param $ptr i32(;from;)) (result i32)
    (call_indirect $table (type $number) (local.get $ptr)))
  (func (export "set_eleven") (param $ptr i32(;from;))
    (table.set $table (local.get $ptr) (ref.func $eleven)))
  (func (export "set_null") (param $ptr i32(;from;))
    (table.set $table (local.get $ptr) (ref.null func))))
(register "from")
(module $b
  (type $number (func (result i32)))
  (table $table (export "table") i32(;to;) 0 67 funcref)
  (global (export "id") i32 (i32.const 4))
  (func $twenty (export "twenty") (result i32) (i32.const 20))
  (elem declare func $twenty)
  (func (export "call") (param $ptr i32(;to;)) (result i32)
    (call_indirect $table (type $number) (local.get $ptr)))
  (func (export "set_twenty") (param $ptr i32(;to;))
    (table.set $table (local.get $ptr) (ref.func $twenty)))
  (func (export "size") (result i32(;to;)) (table.size $table)))
(register "to")
;;! module $a_to_b rehome from to
(register "a_to_b")

;; The null pointer stays null, and costs nothing.
(assert_return (invoke $a_to_b "rehome" (i32.const(;from;) 0)) (i32.const(;to;) 0))
(assert_return (invoke $b "size") (i32.const(;to;) 0))

;; An empty table gets a slot 0 that is not handed out, then 64 slots at a time.
(assert_return (invoke $a_to_b "rehome" (i32.const(;from;) 1)) (i32.const(;to;) 1))
(assert_return (invoke $b "call" (i32.const(;to;) 1)) (i32.const 10))
(assert_trap (invoke $b "call" (i32.const(;to;) 0)) "uninitialized element")
(assert_return (invoke $b "size") (i32.const(;to;) 65))
(assert_return (invoke $a_to_b "rehome" (i32.const(;from;) 2)) (i32.const(;to;) 2))
(assert_return (invoke $b "call" (i32.const(;to;) 2)) (i32.const 11))
(assert_return (invoke $b "size") (i32.const(;to;) 65))

;; Again: the same slots. What either guest wrote in between is put right.
(assert_return (invoke $a_to_b "rehome" (i32.const(;from;) 1)) (i32.const(;to;) 1))
(assert_return (invoke $b "set_twenty" (i32.const(;to;) 1)))
(assert_return (invoke $b "call" (i32.const(;to;) 1)) (i32.const 20))
(assert_return (invoke $a_to_b "rehome" (i32.const(;from;) 1)) (i32.const(;to;) 1))
(assert_return (invoke $b "call" (i32.const(;to;) 1)) (i32.const 10))
(assert_return (invoke $a "set_eleven" (i32.const(;from;) 1)))
(assert_return (invoke $a_to_b "rehome" (i32.const(;from;) 1)) (i32.const(;to;) 1))
(assert_return (invoke $b "call" (i32.const(;to;) 1)) (i32.const 11))

;; A null entry and a pointer out of range fault with 5017, a's id and the pointer.
(assert_trap (invoke $a_to_b "rehome" (i32.const(;from;) 3)) "unreachable")
(assert_return (get $env "code") (i32.const 5017))
(assert_return (get $env "table") (i32.const 3))
(assert_return (get $env "slot") (i64.const 3))
(assert_trap (invoke $a_to_b "rehome" (i32.const(;from;) 5)) "unreachable")
(assert_return (get $env "slot") (i64.const 5))
(assert_trap (invoke $a_to_b "rehome" (i32.const(;from;) 0xffff_ffff)) "unreachable")
(assert_return (get $env "slot") (i64.const 0xffff_ffff))
;; A memo does not hide that the entry is null by now.
(assert_return (invoke $a "set_null" (i32.const(;from;) 1)))
(assert_trap (invoke $a_to_b "rehome" (i32.const(;from;) 1)) "unreachable")
(assert_return (get $env "slot") (i64.const 1))
(assert_return (get $env "code") (i32.const 5017))
(assert_return (invoke $a "set_eleven" (i32.const(;from;) 1)))

;; The ledger knows what was done.
(assert_return (invoke $ledger "origin" (i32.const 4) (i64.const 1)) (i32.const 3) (i64.const 1))
(assert_return (invoke $ledger "n_live") (i32.const 2))
(assert_return (invoke $ledger "n_added") (i32.const 64))
(assert_return (invoke $ledger "release" (i32.const 4) (i64.const 1)) (i32.const 1))
(assert_return (invoke $a_to_b "rehome" (i32.const(;from;) 1)) (i32.const(;to;) 3))

;; The way back is an instance of its own; b's copy of a's function is a's own pointer.
(module $roles
  (import "from" "table" (table $from i32(;from;) 0 funcref))
  (import "to" "table" (table $to i32(;to;) 0 funcref))
  (import "from" "id" (global $from_id i32))
  (import "to" "id" (global $to_id i32))
  (export "from_table" (table $from))
  (export "from_id" (global $from_id))
  (export "to_table" (table $to))
  (export "to_id" (global $to_id)))
(register "roles")
(module
  (import "roles" "to_table" (table $table i32(;to;) 0 funcref))
  (import "roles" "to_id" (global $id i32))
  (export "table" (table $table))
  (export "id" (global $id)))
(register "from")
(module
  (import "roles" "from_table" (table $table i32(;from;) 0 funcref))
  (import "roles" "from_id" (global $id i32))
  (export "table" (table $table))
  (export "id" (global $id)))
(register "to")
;;! module $b_to_a rehome to from
(assert_return (invoke $b_to_a "rehome" (i32.const(;to;) 2)) (i32.const(;from;) 2))
(assert_return (invoke $b_to_a "rehome" (i32.const(;to;) 3)) (i32.const(;from;) 1))
;; b's own function is new to a: 6 slots are left of the 70, so a grows from 5 to 11.
(assert_return (invoke $b "set_twenty" (i32.const(;to;) 60)))
(assert_return (invoke $b_to_a "rehome" (i32.const(;to;) 60)) (i32.const(;from;) 5))
(assert_return (invoke $a "call" (i32.const(;from;) 5)) (i32.const 20))
(assert_return (invoke $a_to_b "rehome" (i32.const(;from;) 5)) (i32.const(;to;) 60))
(assert_return (invoke $ledger "n_added") (i32.const 70))
