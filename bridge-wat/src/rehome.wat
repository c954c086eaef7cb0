;; rehome: makes a function pointer of one module callable from another module's table.
;;
;; One instance per ordered pair of modules: it re-homes from `from` to `to`, and nothing back.
;; Imported by both modules of the pair (`mts_addFnPtr` or `stm_addFnPtr`, `rb:<peer>`), and by
;; guests through `rbBridge` strings. All re-homers of a link share one ledger.
;;
;; Width parameters: `from`, `to`. A function pointer is i32, or i64 for a 64-bit table.
;;
;; | export | takes                     | gives                                            |
;; |--------|---------------------------|--------------------------------------------------|
;; | rehome | pointer: a slot of `from` | the slot of `to` with the same function; 0 for 0 |
;;
;; The same pointer gives the same slot each time, and a pointer that goes back to the table that
;; owns the function gives the original slot there.
;;
;; Once the ledger's `checked` is set, `env.check(table, slot)` is called with every pointer before
;; it is re-homed, and nothing is remembered: the host looks at the function itself.
;;
;; Traps: by calling `env.fault(code, table, slot)`, which never returns, with
;; * 5017, from, the pointer: the pointer is out of range, or its entry is null;
;; * 5019, to, 0: the link may add no more slots; or to, n: `to` did not grow by n slots, or the
;;   ledger could not hold them.
(module $rehome
  (import "from" "table" (table $from i32(;from;) 0 funcref))
  (import "to" "table" (table $to i32(;to;) 0 funcref))
  (import "from" "id" (global $FROM_ID i32))
  (import "to" "id" (global $TO_ID i32))
  (import "ledger" "find"
    (func $find (param $dest_table i32) (param $owner i32) (param $source_slot i64) (result i64)))
  (import "ledger" "origin"
    (func $origin (param $table i32) (param $slot i64) (result i32 i64)))
  (import "ledger" "take"
    (func $take (param $dest_table i32) (param $owner i32) (param $source_slot i64) (result i64)))
  (import "ledger" "grown"
    (func $grown (param $table i32) (param $first_slot i64) (param $n_slots i32) (result i32)))
  (import "ledger" "room"
    (func $room (param $wanted i32) (result i32)))
  (import "ledger" "state"
    (func $state (param $table i32) (param $slot i64) (result i32)))
  (import "ledger" "memo" (memory $memo 1))
  (import "ledger" "generation" (global $generation (mut i64)))
  (import "ledger" "checked" (global $checked (mut i32)))
  (import "env" "check"
    (func $check (param $table i32) (param $slot i64)))
  (import "env" "fault"
    (func $fault (param $code i32) (param $table i32) (param $slot i64)))

  ;; The pointer is out of range, or its entry is null.
  (global $FAULT_NULL_ENTRY i32 (i32.const 5017))
  ;; The destination table cannot take one more slot.
  (global $FAULT_TABLE_FULL i32 (i32.const 5019))
  ;; Slots to grow a table by at a time. Growing may move the whole table, so not by one.
  (global $GROW_SLOTS i32 (i32.const 64))
  ;; What to ask for when a table refuses $GROW_SLOTS.
  (global $ONE_SLOT i32 (i32.const 1))
  ;; What table.grow gives when the table cannot grow.
  (global $REFUSED i64 (i64.const -1))
  ;; Slot 0 is the null function pointer, in every table.
  (global $NULL_SLOT i64 (i64.const 0))
  ;; The state of a slot that the broker added and nobody holds.
  (global $FREE i32 (i32.const 1))

  ;; The memo, in a memory of the ledger that all re-homers of a link share: entries of four i64.
  ;;
  ;; | bytes  | of an entry                                       |
  ;; |--------|---------------------------------------------------|
  ;; | 0..8   | the pointer                                       |
  ;; | 8..16  | the pair: the id of `from`, below it that of `to` |
  ;; | 16..24 | the ledger's generation when it was written       |
  ;; | 24..32 | the slot of `to`                                  |
  ;;
  ;; An entry counts while its generation is the ledger's.
  (global $MEMO_PAIR i32 (i32.const 8))
  (global $MEMO_GENERATION i32 (i32.const 16))
  (global $MEMO_SLOT i32 (i32.const 24))
  (global $MEMO_ENTRY_BYTES i32 (i32.const 32))
  (global $MEMO_MASK i32 (i32.const 0x7ff))
  (global $HALF_BITS i64 (i64.const 32))
  ;; Odd numbers that keep the pointers of different pairs apart.
  (global $FROM_SPREAD i32 (i32.const 0x9e3))
  (global $TO_SPREAD i32 (i32.const 0x251))

  ;; Gives the slot of `to` that holds the function which $ptr is in `from`; 0 for 0. What was asked
  ;; before is answered here without a call, since a call costs as much as all the rest.
  (func $rehome (export "rehome") (param $ptr i32(;from;)) (result i32(;to;))
    (local $function funcref) (local $entry i32)
    (if (i64.eq (i64.extend_i32_u(;from;) (local.get $ptr)) (global.get $NULL_SLOT))
      (then (return (i32.wrap_i64(;to;) (global.get $NULL_SLOT)))))
    (if (i32.ge_u(;from;) (local.get $ptr) (table.size $from))
      (then (call $fault_pointer (local.get $ptr))))
    (local.set $function (table.get $from (local.get $ptr)))
    (if (ref.is_null (local.get $function))
      (then (call $fault_pointer (local.get $ptr))))
    ;; Neighbours lie beside each other.
    (local.set $entry
      (i32.mul
        (i32.and
          (i32.add
            (i32.wrap_i64 (i64.extend_i32_u(;from;) (local.get $ptr)))
            (i32.add
              (i32.mul (global.get $FROM_ID) (global.get $FROM_SPREAD))
              (i32.mul (global.get $TO_ID) (global.get $TO_SPREAD))))
          (global.get $MEMO_MASK))
        (global.get $MEMO_ENTRY_BYTES)))
    (if (i32.eqz
          (i32.and
            (i32.and
              (i64.eq
                (i64.load (local.get $entry))
                (i64.extend_i32_u(;from;) (local.get $ptr)))
              (i64.eq
                (i64.load (i32.add (local.get $entry) (global.get $MEMO_GENERATION)))
                (global.get $generation)))
            (i64.eq
              (i64.load (i32.add (local.get $entry) (global.get $MEMO_PAIR)))
              (i64.or
                (i64.shl (i64.extend_i32_u (global.get $FROM_ID)) (global.get $HALF_BITS))
                (i64.extend_i32_u (global.get $TO_ID))))))
      (then (return (call $rehome_anew (local.get $ptr) (local.get $entry)))))
    ;; The slot is written on a hit too: guests write their own tables, so either may have changed.
    (table.set $to
      (i32.wrap_i64(;to;) (i64.load (i32.add (local.get $entry) (global.get $MEMO_SLOT))))
      (local.get $function))
    (i32.wrap_i64(;to;) (i64.load (i32.add (local.get $entry) (global.get $MEMO_SLOT)))))

  ;; Gives the same for a $ptr that the memo does not know, and writes it to $entry of the memo.
  (func $rehome_anew (param $ptr i32(;from;)) (param $entry i32) (result i32(;to;))
    (local $from_slot i64) (local $owner i32) (local $source_slot i64) (local $to_slot i64)
    (local.set $from_slot (i64.extend_i32_u(;from;) (local.get $ptr)))
    (if (global.get $checked)
      (then (call $check (global.get $FROM_ID) (local.get $from_slot))))
    (call $origin (global.get $FROM_ID) (local.get $from_slot))
    (local.set $source_slot)
    (local.set $owner)
    (if (i32.lt_s (local.get $owner) (i32.const 0))
      (then
        (local.set $owner (global.get $FROM_ID))
        (local.set $source_slot (local.get $from_slot))))
    (if (i32.eq (local.get $owner) (global.get $TO_ID))
      (then (return (i32.wrap_i64(;to;) (local.get $source_slot)))))
    (local.set $to_slot
      (call $slot_for (local.get $owner) (local.get $source_slot)))
    (table.set $to (i32.wrap_i64(;to;) (local.get $to_slot))
      (table.get $from (local.get $ptr)))
    ;; What a guest put into a free slot has another identity once the slot is handed out.
    (if (i32.ne (call $state (global.get $FROM_ID) (local.get $from_slot)) (global.get $FREE))
      (then (call $remember (local.get $entry) (local.get $from_slot) (local.get $to_slot))))
    (i32.wrap_i64(;to;) (local.get $to_slot)))

  ;; Writes an entry of the memo, unless every pointer has to be looked at.
  (func $remember (param $entry i32) (param $from_slot i64) (param $to_slot i64)
    (if (global.get $checked)
      (then (return)))
    (i64.store (local.get $entry) (local.get $from_slot))
    (i64.store (i32.add (local.get $entry) (global.get $MEMO_PAIR))
      (i64.or
        (i64.shl (i64.extend_i32_u (global.get $FROM_ID)) (global.get $HALF_BITS))
        (i64.extend_i32_u (global.get $TO_ID))))
    (i64.store (i32.add (local.get $entry) (global.get $MEMO_GENERATION))
      (global.get $generation))
    (i64.store (i32.add (local.get $entry) (global.get $MEMO_SLOT)) (local.get $to_slot)))

  ;; Never returns: reports that $ptr is out of range, or its entry null.
  (func $fault_pointer (param $ptr i32(;from;))
    (call $fault
      (global.get $FAULT_NULL_ENTRY)
      (global.get $FROM_ID)
      (i64.extend_i32_u(;from;) (local.get $ptr)))
    unreachable)

  ;; Gives the slot of `to` for an identity: the one that holds it, else a free one, else a new one.
  (func $slot_for (param $owner i32) (param $source_slot i64) (result i64)
    (local $slot i64) (local $n_asked i32)
    (local.set $slot
      (call $find (global.get $TO_ID) (local.get $owner) (local.get $source_slot)))
    (if (i64.ne (local.get $slot) (global.get $NULL_SLOT))
      (then (return (local.get $slot))))
    (local.set $slot
      (call $take (global.get $TO_ID) (local.get $owner) (local.get $source_slot)))
    (if (i64.ne (local.get $slot) (global.get $NULL_SLOT))
      (then (return (local.get $slot))))
    (local.set $n_asked (call $add_slots))
    (local.set $slot
      (call $take (global.get $TO_ID) (local.get $owner) (local.get $source_slot)))
    (if (i64.eq (local.get $slot) (global.get $NULL_SLOT))
      (then (call $fault_full (local.get $n_asked))))
    (local.get $slot))

  ;; Grows `to`, tells the ledger, and gives by how many slots; faults if not even by one.
  (func $add_slots (result i32)
    (local $n_slots i32) (local $first_slot i64)
    (local.set $n_slots (call $room (global.get $GROW_SLOTS)))
    (if (i32.eqz (local.get $n_slots))
      (then (call $fault_full (local.get $n_slots))))
    ;; An empty table first gets the slot 0 that is never handed out.
    (if (i64.eq (i64.extend_i32_u(;to;) (table.size $to)) (global.get $NULL_SLOT))
      (then (drop (call $grow_to (global.get $ONE_SLOT)))))
    (local.set $first_slot (call $grow_to (local.get $n_slots)))
    (if (i64.eq (local.get $first_slot) (global.get $REFUSED))
      (then
        (local.set $n_slots (global.get $ONE_SLOT))
        (local.set $first_slot (call $grow_to (local.get $n_slots)))))
    (if (i64.eq (local.get $first_slot) (global.get $REFUSED))
      (then (call $fault_full (local.get $n_slots))))
    (drop (call $grown (global.get $TO_ID) (local.get $first_slot) (local.get $n_slots)))
    (local.get $n_slots))

  ;; Grows `to` by null entries and gives its old size, or $REFUSED.
  (func $grow_to (param $n_slots i32) (result i64)
    (local $first_slot i32(;to;))
    (local.set $first_slot
      (table.grow $to (ref.null func) (i32.wrap_i64(;to;) (i64.extend_i32_u (local.get $n_slots)))))
    (if (i32.eq(;to;) (local.get $first_slot) (i32.wrap_i64(;to;) (global.get $REFUSED)))
      (then (return (global.get $REFUSED))))
    (i64.extend_i32_u(;to;) (local.get $first_slot)))

  ;; Never returns: reports that `to` did not grow by $n_slots.
  (func $fault_full (param $n_slots i32)
    (call $fault
      (global.get $FAULT_TABLE_FULL)
      (global.get $TO_ID)
      (i64.extend_i32_u (local.get $n_slots)))
    unreachable))
