;; The ledger knows every broker slot: FIFO free lists, one slot per identity, the cap on slots, and
;; no answer but "none" to questions that make no sense.
(module $env (global (export "max_slots") i32 (i32.const 10)))
(register "env")
;;! module $ledger ledger

;; Nothing is known at first.
(assert_return (invoke "find" (i32.const 1) (i32.const 0) (i64.const 5)) (i64.const 0))
(assert_return (invoke "origin" (i32.const 1) (i64.const 5)) (i32.const -1) (i64.const 0))
(assert_return (invoke "state" (i32.const 1) (i64.const 5)) (i32.const 0))
(assert_return (invoke "take" (i32.const 1) (i32.const 0) (i64.const 5)) (i64.const 0))
(assert_return (invoke "release" (i32.const 1) (i64.const 5)) (i32.const 0))
(assert_return (invoke "drop_table" (i32.const 1)) (i32.const 0))
(assert_return (invoke "n_records") (i32.const 0))
(assert_return (invoke "n_live") (i32.const 0))
(assert_return (invoke "n_added") (i32.const 0))

;; `room` gives what is wanted, up to the cap; counts are unsigned.
(assert_return (invoke "room" (i32.const 0)) (i32.const 0))
(assert_return (invoke "room" (i32.const 9)) (i32.const 9))
(assert_return (invoke "room" (i32.const 10)) (i32.const 10))
(assert_return (invoke "room" (i32.const 11)) (i32.const 10))
(assert_return (invoke "room" (i32.const -1)) (i32.const 10))

;; New slots are free; slot 0 is left out, known slots are not added twice.
(assert_return (invoke "grown" (i32.const 1) (i64.const 0) (i32.const 3)) (i32.const 2))
(assert_return (invoke "state" (i32.const 1) (i64.const 0)) (i32.const 0))
(assert_return (invoke "state" (i32.const 1) (i64.const 1)) (i32.const 1))
(assert_return (invoke "state" (i32.const 1) (i64.const 3)) (i32.const 0))
(assert_return (invoke "state" (i32.const 2) (i64.const 1)) (i32.const 0))
(assert_return (invoke "grown" (i32.const 1) (i64.const 1) (i32.const 3)) (i32.const 1))
(assert_return (invoke "origin" (i32.const 1) (i64.const 1)) (i32.const -1) (i64.const 0))
(assert_return (invoke "n_added") (i32.const 3))
(assert_return (invoke "n_live") (i32.const 0))

;; Slots are taken in the order in which they came, and an identity has one slot per table.
(assert_return (invoke "take" (i32.const 1) (i32.const 0) (i64.const 5)) (i64.const 1))
(assert_return (invoke "take" (i32.const 1) (i32.const 0) (i64.const 6)) (i64.const 2))
(assert_return (invoke "take" (i32.const 1) (i32.const 0) (i64.const 5)) (i64.const 1))
(assert_return (invoke "n_live") (i32.const 2))
(assert_return (invoke "find" (i32.const 1) (i32.const 0) (i64.const 5)) (i64.const 1))
(assert_return (invoke "find" (i32.const 1) (i32.const 2) (i64.const 5)) (i64.const 0))
(assert_return (invoke "find" (i32.const 2) (i32.const 0) (i64.const 5)) (i64.const 0))
(assert_return (invoke "origin" (i32.const 1) (i64.const 2)) (i32.const 0) (i64.const 6))
(assert_return (invoke "state" (i32.const 1) (i64.const 2)) (i32.const 2))

;; A released slot goes to the end of the queue, behind those never used.
(assert_return (invoke "release" (i32.const 1) (i64.const 1)) (i32.const 1))
(assert_return (invoke "release" (i32.const 1) (i64.const 1)) (i32.const 0))
(assert_return (invoke "state" (i32.const 1) (i64.const 1)) (i32.const 1))
(assert_return (invoke "find" (i32.const 1) (i32.const 0) (i64.const 5)) (i64.const 0))
(assert_return (invoke "origin" (i32.const 1) (i64.const 1)) (i32.const -1) (i64.const 0))
(assert_return (invoke "take" (i32.const 1) (i32.const 0) (i64.const 7)) (i64.const 3))
(assert_return (invoke "take" (i32.const 1) (i32.const 0) (i64.const 8)) (i64.const 1))
(assert_return (invoke "take" (i32.const 1) (i32.const 0) (i64.const 9)) (i64.const 0))

;; A free list that ran empty fills again, and each table has its own.
(assert_return (invoke "release" (i32.const 1) (i64.const 2)) (i32.const 1))
(assert_return (invoke "grown" (i32.const 2) (i64.const 40) (i32.const 2)) (i32.const 2))
(assert_return (invoke "take" (i32.const 1) (i32.const 2) (i64.const 3)) (i64.const 2))
(assert_return (invoke "take" (i32.const 2) (i32.const 0) (i64.const 8)) (i64.const 40))
(assert_return (invoke "find" (i32.const 1) (i32.const 0) (i64.const 8)) (i64.const 1))
(assert_return (invoke "find" (i32.const 2) (i32.const 0) (i64.const 8)) (i64.const 40))

;; Rows, in the order in which they were made; the first of each table is its head, not a slot.
(assert_return (invoke "n_records") (i32.const 7))
(assert_return (invoke "record" (i32.const 0))
  (i32.const -1) (i64.const 0) (i32.const -1) (i64.const 0) (i32.const 0))
(assert_return (invoke "record" (i32.const 1))
  (i32.const 1) (i64.const 1) (i32.const 0) (i64.const 8) (i32.const 2))
(assert_return (invoke "record" (i32.const 6))
  (i32.const 2) (i64.const 41) (i32.const -1) (i64.const 0) (i32.const 1))
(assert_return (invoke "record" (i32.const 7))
  (i32.const -1) (i64.const 0) (i32.const -1) (i64.const 0) (i32.const 0))
(assert_return (invoke "record" (i32.const -1))
  (i32.const -1) (i64.const 0) (i32.const -1) (i64.const 0) (i32.const 0))

;; The cap: 5 of 10 slots are there, so of 6 new ones only 5 are taken in.
(assert_return (invoke "room" (i32.const 6)) (i32.const 5))
(assert_return (invoke "grown" (i32.const 2) (i64.const 50) (i32.const 6)) (i32.const 5))
(assert_return (invoke "room" (i32.const 1)) (i32.const 0))
(assert_return (invoke "grown" (i32.const 3) (i64.const 1) (i32.const 1)) (i32.const 0))
(assert_return (invoke "state" (i32.const 2) (i64.const 54)) (i32.const 1))
(assert_return (invoke "state" (i32.const 2) (i64.const 55)) (i32.const 0))
(assert_return (invoke "n_added") (i32.const 10))

;; A dropped table is forgotten, its share of the cap is free again, other tables stay.
(assert_return (invoke "drop_table" (i32.const 1)) (i32.const 3))
(assert_return (invoke "drop_table" (i32.const 1)) (i32.const 0))
(assert_return (invoke "n_added") (i32.const 7))
(assert_return (invoke "n_live") (i32.const 1))
(assert_return (invoke "room" (i32.const 64)) (i32.const 3))
(assert_return (invoke "find" (i32.const 1) (i32.const 0) (i64.const 8)) (i64.const 0))
(assert_return (invoke "find" (i32.const 2) (i32.const 0) (i64.const 8)) (i64.const 40))
(assert_return (invoke "take" (i32.const 1) (i32.const 0) (i64.const 8)) (i64.const 0))
(assert_return (invoke "record" (i32.const 1))
  (i32.const -1) (i64.const 0) (i32.const -1) (i64.const 0) (i32.const 0))
;; Its rows are used again before new ones are.
(assert_return (invoke "grown" (i32.const 3) (i64.const 1) (i32.const 3)) (i32.const 3))
(assert_return (invoke "n_records") (i32.const 12))
(assert_return (invoke "take" (i32.const 3) (i32.const 0) (i64.const 8)) (i64.const 1))

;; Forged arguments: ids below 0 own nothing, slots are any number but 0, counts do not overflow.
(assert_return (invoke "drop_table" (i32.const 3)) (i32.const 3))
(assert_return (invoke "grown" (i32.const -1) (i64.const 1) (i32.const 1)) (i32.const 0))
(assert_return (invoke "take" (i32.const 2) (i32.const -1) (i64.const 1)) (i64.const 0))
(assert_return (invoke "find" (i32.const 2) (i32.const -1) (i64.const 0)) (i64.const 0))
(assert_return (invoke "release" (i32.const 2) (i64.const 0)) (i32.const 0))
(assert_return (invoke "release" (i32.const 2) (i64.const -1)) (i32.const 0))
(assert_return (invoke "drop_table" (i32.const -1)) (i32.const 0))
(assert_return (invoke "grown" (i32.const 2) (i64.const 40) (i32.const 0)) (i32.const 0))
(assert_return (invoke "grown" (i32.const 4) (i64.const -1) (i32.const -1)) (i32.const 3))
(assert_return (invoke "state" (i32.const 4) (i64.const -1)) (i32.const 1))
(assert_return (invoke "state" (i32.const 4) (i64.const 0)) (i32.const 0))
(assert_return (invoke "state" (i32.const 4) (i64.const 2)) (i32.const 1))
(assert_return (invoke "take" (i32.const 4) (i32.const 0x7fff_ffff) (i64.const 0)) (i64.const -1))
(assert_return (invoke "origin" (i32.const 4) (i64.const -1))
  (i32.const 0x7fff_ffff) (i64.const 0))
