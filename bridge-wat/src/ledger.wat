;; ledger: knows every table slot that the broker added, in every table of one link.
;;
;; One instance per link. Imported by the re-homers, and called by the host. Guests never see it.
;;
;; Table and owner ids are chosen by the host and are never negative. Slots are i64 table indices;
;; slot 0 is never handed out, so that 0 means "none". Counts, and `max_slots`, are unsigned. A
;; function is known by its identity: the table that owns it, and its slot there (wasm cannot
;; compare two function references).
;;
;; | export     | takes                          | gives                                           |
;; |------------|--------------------------------|-------------------------------------------------|
;; | find       | dest table, owner, source slot | the live slot of that identity, or 0            |
;; | origin     | table, slot                    | owner, source slot; -1, 0 if it is not live     |
;; | state      | table, slot                    | 0 never a broker slot, 1 free, 2 live           |
;; | room       | wanted slots                   | how many of them `max_slots` still allows       |
;; | grown      | table, first slot, count       | how many of the slots it now holds as new, free |
;; | take       | dest table, owner, source slot | the slot that now holds the identity, or 0      |
;; | release    | table, slot                    | 1 if the slot was live and is now free, else 0  |
;; | drop_table | table                          | how many slots it forgot                        |
;; | record     | row number                     | table, slot, owner, source slot, state          |
;; | n_records  |                                | how many rows `record` can be asked for         |
;; | n_live     |                                | slots that hold an identity                     |
;; | n_added    |                                | slots that are live or free                     |
;; | memo       | (a memory)                     | its first page: what the re-homers remember     |
;; | generation | (a global)                     | another number once a slot lost its identity    |
;; | checked    | (a global)                     | 1 once the host has to look at every pointer    |
;;
;; Traps: never, whatever the arguments are. When its memory cannot grow it takes no further slots,
;; and what it holds stays right.
;;
;; One array of rows, from the second page of the memory on, holds everything:
;;
;; | bytes  | of a slot's row               | of a table's head row (slot 0) | of an unused row |
;; |--------|-------------------------------|--------------------------------|------------------|
;; | 0..4   | table                         | table                          | 0                |
;; | 4..8   | state                         | $HEAD                          | $UNUSED          |
;; | 8..16  | slot                          | 0                              | 0                |
;; | 16..24 | source slot, while live       |                                |                  |
;; | 24..28 | owner, while live             |                                |                  |
;; | 28..32 | next row of the place chain   | next row of the place chain    |                  |
;; | 32..36 | next row of identity chain    | last free row of the table     |                  |
;; | 36..40 | next free row of the table    | first free row of the table    | next unused row  |
;; | 40..44 | first row of a place chain: the hash bucket with this row's number                  |
;; | 44..48 | first row of an identity chain: the hash bucket with this row's number              |
;;
;; Rows name each other by address, and 0 means "no row". Row 0 is only a pair of buckets.
;; There are as many buckets as the array has rows, a power of two, so chains stay short on average.
(module $ledger
  (import "env" "max_slots" (global $max_slots i32))

  ;; The first page is where the re-homers of the link remember what they found; `rehome.wat` says
  ;; how, and the ledger itself never looks there. The rows begin behind it.
  (memory $rows (export "memo") 2)

  ;; Offsets in a row, in bytes.
  (global $TABLE i32 (i32.const 0))
  (global $STATE i32 (i32.const 4))
  (global $SLOT i32 (i32.const 8))
  (global $SOURCE_SLOT i32 (i32.const 16))
  (global $OWNER i32 (i32.const 24))
  (global $NEXT_AT_PLACE i32 (i32.const 28))
  (global $NEXT_OF_IDENTITY i32 (i32.const 32))
  (global $LAST_FREE i32 (i32.const 32))
  (global $NEXT_FREE i32 (i32.const 36))
  (global $FIRST_FREE i32 (i32.const 36))
  (global $NEXT_UNUSED i32 (i32.const 36))
  (global $PLACE_BUCKET i32 (i32.const 40))
  (global $IDENTITY_BUCKET i32 (i32.const 44))
  (global $ROW_BYTES i32 (i32.const 48))
  ;; Where row 0 is, in bytes and in pages.
  (global $ROWS_START i32 (i32.const 0x1_0000))
  (global $ROWS_START_PAGES i32 (i32.const 1))
  ;; States of a row. The first three are what `state` and `record` give.
  (global $UNUSED i32 (i32.const 0))
  (global $FREE i32 (i32.const 1))
  (global $LIVE i32 (i32.const 2))
  (global $HEAD i32 (i32.const 3))
  ;; The address that no row has.
  (global $NO_ROW i32 (i32.const 0))
  ;; The slot that is never handed out; a table's head row is found at it.
  (global $NO_SLOT i64 (i64.const 0))
  ;; The owner that no function has.
  (global $NO_OWNER i32 (i32.const -1))
  ;; Row addresses are 32 bits wide: 2^26 rows are 3 GiB, twice as many do not fit.
  (global $MAX_ROWS i32 (i32.const 0x400_0000))
  (global $PAGE_SHIFT i32 (i32.const 16))
  (global $REFUSED i32 (i32.const -1))
  ;; 2^64 divided by the golden ratio, made odd: spreads neighbouring keys over the high bits.
  (global $SPREAD i64 (i64.const 0x9e37_79b9_7f4a_7c15))
  (global $HALF_BITS i64 (i64.const 32))

  ;; Rows that the array has room for, and buckets of each kind. 1024 rows fit into one page.
  (global $n_rows (mut i32) (i32.const 1024))
  ;; Rows ever used, row 0 included.
  (global $n_used_rows (mut i32) (i32.const 1))
  ;; The first row that `drop_table` left unused.
  (global $first_unused (mut i32) (i32.const 0))
  (global $n_added (mut i32) (i32.const 0))
  (global $n_live (mut i32) (i32.const 0))
  ;; What a re-homer found is true as long as this stays what it was.
  (global $generation (export "generation") (mut i64) (i64.const 1))
  ;; Set by the host when a module joins that can hold a pointer to a host function.
  (global $checked (export "checked") (mut i32) (i32.const 0))

  ;; Gives the live slot of $dest_table that holds the identity, or 0.
  (func $find (export "find")
    (param $dest_table i32) (param $owner i32) (param $source_slot i64) (result i64)
    (local $row i32)
    (local.set $row
      (call $row_of_identity
        (local.get $dest_table) (local.get $owner) (local.get $source_slot)))
    (if (i32.eq (local.get $row) (global.get $NO_ROW))
      (then (return (global.get $NO_SLOT))))
    (i64.load (i32.add (local.get $row) (global.get $SLOT))))

  ;; Gives the identity that a live slot holds, or (-1, 0).
  (func $origin (export "origin") (param $table i32) (param $slot i64) (result i32 i64)
    (local $row i32)
    (local.set $row (call $row_at_place (local.get $table) (local.get $slot)))
    (if (i32.ne (call $state_of_row (local.get $row)) (global.get $LIVE))
      (then (return (global.get $NO_OWNER) (global.get $NO_SLOT))))
    (i32.load (i32.add (local.get $row) (global.get $OWNER)))
    (i64.load (i32.add (local.get $row) (global.get $SOURCE_SLOT))))

  ;; Gives the state of a slot; slot 0 is never a broker slot.
  (func $state (export "state") (param $table i32) (param $slot i64) (result i32)
    (call $public_state (call $row_at_place (local.get $table) (local.get $slot))))

  ;; Gives how many of $wanted more slots may be added under $max_slots.
  (func $room (export "room") (param $wanted i32) (result i32)
    (local $left i32)
    (local.set $left (i32.sub (global.get $max_slots) (global.get $n_added)))
    (select (local.get $wanted) (local.get $left)
      (i32.lt_u (local.get $wanted) (local.get $left))))

  ;; Adds the slots from $first_slot on to the end of the table's free list, and gives how many it
  ;; added: not slot 0, not slots it knows, none beyond $max_slots or once memory is out.
  (func $grown (export "grown")
    (param $table i32) (param $first_slot i64) (param $n_slots i32) (result i32)
    (local $n_seen i32) (local $n_before i32) (local $slot i64)
    (local.set $n_before (global.get $n_added))
    (if (i32.lt_s (local.get $table) (i32.const 0))
      (then (return (i32.const 0))))
    (block $done
      (loop $next_slot
        (br_if $done (i32.ge_u (local.get $n_seen) (local.get $n_slots)))
        (br_if $done (i32.ge_u (global.get $n_added) (global.get $max_slots)))
        (local.set $slot
          (i64.add (local.get $first_slot) (i64.extend_i32_u (local.get $n_seen))))
        (local.set $n_seen (i32.add (local.get $n_seen) (i32.const 1)))
        (br_if $next_slot (i64.eq (local.get $slot) (global.get $NO_SLOT)))
        (br_if $next_slot
          (i32.ne (call $row_at_place (local.get $table) (local.get $slot)) (global.get $NO_ROW)))
        (br_if $next_slot (call $add_slot (local.get $table) (local.get $slot)))))
    (i32.sub (global.get $n_added) (local.get $n_before)))

  ;; Records the identity in the oldest free slot of $dest_table and gives the slot, or 0 if none
  ;; is free. An identity that is live there already keeps its slot: two slots of it never exist.
  (func $take (export "take")
    (param $dest_table i32) (param $owner i32) (param $source_slot i64) (result i64)
    (local $row i32)
    (if (i32.lt_s (local.get $owner) (i32.const 0))
      (then (return (global.get $NO_SLOT))))
    (local.set $row
      (call $row_of_identity
        (local.get $dest_table) (local.get $owner) (local.get $source_slot)))
    (if (i32.eq (local.get $row) (global.get $NO_ROW))
      (then
        (local.set $row (call $pop_free (local.get $dest_table)))
        (if (i32.eq (local.get $row) (global.get $NO_ROW))
          (then (return (global.get $NO_SLOT))))
        (i32.store (i32.add (local.get $row) (global.get $OWNER)) (local.get $owner))
        (i64.store (i32.add (local.get $row) (global.get $SOURCE_SLOT)) (local.get $source_slot))
        (i32.store (i32.add (local.get $row) (global.get $STATE)) (global.get $LIVE))
        (call $link_identity (local.get $row))
        (global.set $n_live (i32.add (global.get $n_live) (i32.const 1)))))
    (i64.load (i32.add (local.get $row) (global.get $SLOT))))

  ;; Frees a live slot, as the youngest of its table, and gives 1; else 0. The caller nulls it.
  (func $release (export "release") (param $table i32) (param $slot i64) (result i32)
    (local $row i32)
    (local.set $row (call $row_at_place (local.get $table) (local.get $slot)))
    (if (i32.ne (call $state_of_row (local.get $row)) (global.get $LIVE))
      (then (return (i32.const 0))))
    (call $make_unlived (local.get $row))
    (call $push_free
      (call $row_at_place (local.get $table) (global.get $NO_SLOT)) (local.get $row))
    (i32.const 1))

  ;; Forgets every slot of $table, live or free, and gives how many. Visits every row.
  (func $drop_table (export "drop_table") (param $table i32) (result i32)
    (local $row_idx i32) (local $row i32) (local $n_before i32)
    (local.set $n_before (global.get $n_added))
    (block $done
      (loop $next_row
        (local.set $row_idx (i32.add (local.get $row_idx) (i32.const 1)))
        (br_if $done (i32.ge_u (local.get $row_idx) (global.get $n_used_rows)))
        (local.set $row (call $row_at (local.get $row_idx)))
        (br_if $next_row
          (i32.eq (call $state_of_row (local.get $row)) (global.get $UNUSED)))
        (br_if $next_row
          (i32.ne (i32.load (i32.add (local.get $row) (global.get $TABLE))) (local.get $table)))
        (call $forget_row (local.get $row))
        (br $next_row)))
    (i32.sub (local.get $n_before) (global.get $n_added)))

  ;; Gives what row $record_idx holds: (-1, 0, -1, 0, 0) if it holds no slot, and no identity
  ;; (-1, 0) unless the state is live.
  (func $record (export "record") (param $record_idx i32) (result i32 i64 i32 i64 i32)
    (local $row i32) (local $state i32)
    (if (i32.ge_u (local.get $record_idx) (call $n_records))
      (then (return (call $no_record))))
    (local.set $row
      (call $row_at (i32.add (local.get $record_idx) (i32.const 1))))
    (local.set $state (call $public_state (local.get $row)))
    (if (i32.eq (local.get $state) (global.get $UNUSED))
      (then (return (call $no_record))))
    (i32.load (i32.add (local.get $row) (global.get $TABLE)))
    (i64.load (i32.add (local.get $row) (global.get $SLOT)))
    (call $origin
      (i32.load (i32.add (local.get $row) (global.get $TABLE)))
      (i64.load (i32.add (local.get $row) (global.get $SLOT))))
    (local.get $state))

  ;; Gives how many rows `record` can be asked for; some of them may hold no slot.
  (func $n_records (export "n_records") (result i32)
    (i32.sub (global.get $n_used_rows) (i32.const 1)))

  ;; Gives how many slots hold an identity.
  (func $count_live (export "n_live") (result i32)
    (global.get $n_live))

  ;; Gives how many slots are live or free.
  (func $count_added (export "n_added") (result i32)
    (global.get $n_added))

  ;; Gives what `record` answers for a row without a slot.
  (func $no_record (result i32 i64 i32 i64 i32)
    (global.get $NO_OWNER)
    (global.get $NO_SLOT)
    (global.get $NO_OWNER)
    (global.get $NO_SLOT)
    (global.get $UNUSED))

  ;; Gives the state of $row; of no row, $UNUSED.
  (func $state_of_row (param $row i32) (result i32)
    (if (result i32) (i32.eq (local.get $row) (global.get $NO_ROW))
      (then (global.get $UNUSED))
      (else (i32.load (i32.add (local.get $row) (global.get $STATE))))))

  ;; Gives the state of $row as the host sees it, to whom a head row is none.
  (func $public_state (param $row i32) (result i32)
    (local $state i32)
    (local.set $state (call $state_of_row (local.get $row)))
    (select (global.get $UNUSED) (local.get $state)
      (i32.eq (local.get $state) (global.get $HEAD))))

  ;; Adds one new free slot and gives 1, or 0 if memory is out.
  (func $add_slot (param $table i32) (param $slot i64) (result i32)
    (local $head i32) (local $row i32)
    (local.set $head (call $row_at_place (local.get $table) (global.get $NO_SLOT)))
    (if (i32.eq (local.get $head) (global.get $NO_ROW))
      (then
        (local.set $head
          (call $new_row (local.get $table) (global.get $NO_SLOT) (global.get $HEAD)))
        (if (i32.eq (local.get $head) (global.get $NO_ROW))
          (then (return (i32.const 0))))))
    (local.set $row (call $new_row (local.get $table) (local.get $slot) (global.get $FREE)))
    (if (i32.eq (local.get $row) (global.get $NO_ROW))
      (then (return (i32.const 0))))
    (call $push_free (local.get $head) (local.get $row))
    (global.set $n_added (i32.add (global.get $n_added) (i32.const 1)))
    (i32.const 1))

  ;; Makes $row, which is live, hold no identity; the caller decides what it becomes.
  (func $make_unlived (param $row i32)
    (global.set $generation (i64.add (global.get $generation) (i64.const 1)))
    (call $unlink_identity (local.get $row))
    (i32.store (i32.add (local.get $row) (global.get $STATE)) (global.get $FREE))
    (global.set $n_live (i32.sub (global.get $n_live) (i32.const 1))))

  ;; Makes $row, a slot's or a head, unused. The free list that it may be on goes with its table.
  (func $forget_row (param $row i32)
    (if (i32.eq (call $state_of_row (local.get $row)) (global.get $LIVE))
      (then (call $make_unlived (local.get $row))))
    (if (i32.eq (call $state_of_row (local.get $row)) (global.get $FREE))
      (then (global.set $n_added (i32.sub (global.get $n_added) (i32.const 1)))))
    (call $unlink_place (local.get $row))
    (i32.store (i32.add (local.get $row) (global.get $TABLE)) (i32.const 0))
    (i32.store (i32.add (local.get $row) (global.get $STATE)) (global.get $UNUSED))
    (i64.store (i32.add (local.get $row) (global.get $SLOT)) (global.get $NO_SLOT))
    (i32.store (i32.add (local.get $row) (global.get $NEXT_UNUSED)) (global.get $first_unused))
    (global.set $first_unused (local.get $row)))

  ;; Appends $row to the free list of the table that $head stands for.
  (func $push_free (param $head i32) (param $row i32)
    (local $last i32)
    (i32.store (i32.add (local.get $row) (global.get $NEXT_FREE)) (global.get $NO_ROW))
    (local.set $last (i32.load (i32.add (local.get $head) (global.get $LAST_FREE))))
    (if (i32.eq (local.get $last) (global.get $NO_ROW))
      (then (i32.store (i32.add (local.get $head) (global.get $FIRST_FREE)) (local.get $row)))
      (else (i32.store (i32.add (local.get $last) (global.get $NEXT_FREE)) (local.get $row))))
    (i32.store (i32.add (local.get $head) (global.get $LAST_FREE)) (local.get $row)))

  ;; Takes the oldest row off the table's free list and gives it, or no row.
  (func $pop_free (param $table i32) (result i32)
    (local $head i32) (local $row i32)
    (local.set $head (call $row_at_place (local.get $table) (global.get $NO_SLOT)))
    (if (i32.eq (local.get $head) (global.get $NO_ROW))
      (then (return (global.get $NO_ROW))))
    (local.set $row (i32.load (i32.add (local.get $head) (global.get $FIRST_FREE))))
    (if (i32.eq (local.get $row) (global.get $NO_ROW))
      (then (return (global.get $NO_ROW))))
    (i32.store (i32.add (local.get $head) (global.get $FIRST_FREE))
      (i32.load (i32.add (local.get $row) (global.get $NEXT_FREE))))
    (if (i32.eq (local.get $row) (i32.load (i32.add (local.get $head) (global.get $LAST_FREE))))
      (then (i32.store (i32.add (local.get $head) (global.get $LAST_FREE)) (global.get $NO_ROW))))
    (local.get $row))

  ;; Gives a row for the slot or head, in its place chain, with no other links; or no row.
  (func $new_row (param $table i32) (param $slot i64) (param $state i32) (result i32)
    (local $row i32)
    (local.set $row (call $unused_row))
    (if (i32.eq (local.get $row) (global.get $NO_ROW))
      (then (return (global.get $NO_ROW))))
    (i32.store (i32.add (local.get $row) (global.get $TABLE)) (local.get $table))
    (i32.store (i32.add (local.get $row) (global.get $STATE)) (local.get $state))
    (i64.store (i32.add (local.get $row) (global.get $SLOT)) (local.get $slot))
    (i32.store (i32.add (local.get $row) (global.get $LAST_FREE)) (global.get $NO_ROW))
    (i32.store (i32.add (local.get $row) (global.get $FIRST_FREE)) (global.get $NO_ROW))
    (call $link_place (local.get $row))
    (local.get $row))

  ;; Gives a row that nothing uses: one that was dropped, else a fresh one, else no row.
  (func $unused_row (result i32)
    (local $row i32)
    (local.set $row (global.get $first_unused))
    (if (i32.ne (local.get $row) (global.get $NO_ROW))
      (then
        (global.set $first_unused (i32.load (i32.add (local.get $row) (global.get $NEXT_UNUSED))))
        (return (local.get $row))))
    (if (i32.eq (global.get $n_used_rows) (global.get $n_rows))
      (then
        (if (i32.eqz (call $double_rows))
          (then (return (global.get $NO_ROW))))))
    (local.set $row (call $row_at (global.get $n_used_rows)))
    (global.set $n_used_rows (i32.add (global.get $n_used_rows) (i32.const 1)))
    (local.get $row))

  ;; Doubles the array and spreads its rows over twice the buckets; gives 1, or 0 if memory is out.
  (func $double_rows (result i32)
    (local $n_pages i32) (local $n_new_pages i32)
    (if (i32.ge_u (global.get $n_rows) (global.get $MAX_ROWS))
      (then (return (i32.const 0))))
    (local.set $n_pages
      (i32.shr_u
        (i32.mul (i32.shl (global.get $n_rows) (i32.const 1)) (global.get $ROW_BYTES))
        (global.get $PAGE_SHIFT)))
    (local.set $n_new_pages
      (i32.sub
        (i32.add
          (i32.add (local.get $n_pages) (i32.const 1))
          (global.get $ROWS_START_PAGES))
        (memory.size)))
    (if (i32.eq (memory.grow (local.get $n_new_pages)) (global.get $REFUSED))
      (then (return (i32.const 0))))
    (global.set $n_rows (i32.shl (global.get $n_rows) (i32.const 1)))
    (call $clear_buckets)
    (call $link_all_rows)
    (i32.const 1))

  ;; Empties every bucket.
  (func $clear_buckets
    (local $row_idx i32) (local $row i32)
    (loop $next_row
      (local.set $row (call $row_at (local.get $row_idx)))
      (i32.store (i32.add (local.get $row) (global.get $PLACE_BUCKET)) (global.get $NO_ROW))
      (i32.store (i32.add (local.get $row) (global.get $IDENTITY_BUCKET)) (global.get $NO_ROW))
      (local.set $row_idx (i32.add (local.get $row_idx) (i32.const 1)))
      (br_if $next_row (i32.lt_u (local.get $row_idx) (global.get $n_rows)))))

  ;; Puts every row into the chains it belongs to. All rows are used when the array doubles.
  (func $link_all_rows
    (local $row_idx i32) (local $row i32)
    (block $done
      (loop $next_row
        (local.set $row_idx (i32.add (local.get $row_idx) (i32.const 1)))
        (br_if $done (i32.ge_u (local.get $row_idx) (global.get $n_used_rows)))
        (local.set $row (call $row_at (local.get $row_idx)))
        (call $link_place (local.get $row))
        (if (i32.eq (call $state_of_row (local.get $row)) (global.get $LIVE))
          (then (call $link_identity (local.get $row))))
        (br $next_row))))

  ;; Gives the row of a slot, or a table's head row for slot 0, or no row.
  (func $row_at_place (param $table i32) (param $slot i64) (result i32)
    (local $row i32)
    (local.set $row
      (i32.load (call $place_bucket (local.get $table) (local.get $slot))))
    (block $found
      (loop $next_row
        (br_if $found (i32.eq (local.get $row) (global.get $NO_ROW)))
        (br_if $found
          (i32.and
            (i32.eq (i32.load (i32.add (local.get $row) (global.get $TABLE))) (local.get $table))
            (i64.eq (i64.load (i32.add (local.get $row) (global.get $SLOT))) (local.get $slot))))
        (local.set $row (i32.load (i32.add (local.get $row) (global.get $NEXT_AT_PLACE))))
        (br $next_row)))
    (local.get $row))

  ;; Gives the live row of $dest_table that holds the identity, or no row.
  (func $row_of_identity
    (param $dest_table i32) (param $owner i32) (param $source_slot i64) (result i32)
    (local $row i32)
    (local.set $row
      (i32.load
        (call $identity_bucket
          (local.get $dest_table) (local.get $owner) (local.get $source_slot))))
    (block $found
      (loop $next_row
        (br_if $found (i32.eq (local.get $row) (global.get $NO_ROW)))
        (br_if $found
          (i32.and
            (i32.and
              (i32.eq
                (i32.load (i32.add (local.get $row) (global.get $TABLE)))
                (local.get $dest_table))
              (i32.eq (i32.load (i32.add (local.get $row) (global.get $OWNER))) (local.get $owner)))
            (i64.eq
              (i64.load (i32.add (local.get $row) (global.get $SOURCE_SLOT)))
              (local.get $source_slot))))
        (local.set $row (i32.load (i32.add (local.get $row) (global.get $NEXT_OF_IDENTITY))))
        (br $next_row)))
    (local.get $row))

  ;; Puts $row into the chain of its table and slot.
  (func $link_place (param $row i32)
    (call $link
      (call $place_bucket_of_row (local.get $row)) (local.get $row) (global.get $NEXT_AT_PLACE)))

  ;; Takes $row out of the chain of its table and slot.
  (func $unlink_place (param $row i32)
    (call $unlink
      (call $place_bucket_of_row (local.get $row)) (local.get $row) (global.get $NEXT_AT_PLACE)))

  ;; Puts $row into the chain of its table and identity.
  (func $link_identity (param $row i32)
    (call $link
      (call $identity_bucket_of_row (local.get $row))
      (local.get $row)
      (global.get $NEXT_OF_IDENTITY)))

  ;; Takes $row out of the chain of its table and identity.
  (func $unlink_identity (param $row i32)
    (call $unlink
      (call $identity_bucket_of_row (local.get $row))
      (local.get $row)
      (global.get $NEXT_OF_IDENTITY)))

  ;; Puts $row first into the chain that starts at the address $bucket and goes on at offset $next.
  (func $link (param $bucket i32) (param $row i32) (param $next i32)
    (i32.store (i32.add (local.get $row) (local.get $next)) (i32.load (local.get $bucket)))
    (i32.store (local.get $bucket) (local.get $row)))

  ;; Takes $row, which is in it, out of the chain that starts at the address $bucket.
  (func $unlink (param $bucket i32) (param $row i32) (param $next i32)
    (local $link i32)
    (local.set $link (local.get $bucket))
    (block $found
      (loop $next_row
        (br_if $found (i32.eq (i32.load (local.get $link)) (local.get $row)))
        (local.set $link (i32.add (i32.load (local.get $link)) (local.get $next)))
        (br $next_row)))
    (i32.store (local.get $link) (i32.load (i32.add (local.get $row) (local.get $next)))))

  ;; Gives the address of the bucket for a table and slot.
  (func $place_bucket (param $table i32) (param $slot i64) (result i32)
    (i32.add
      (call $bucket_row (i64.extend_i32_u (local.get $table)) (local.get $slot))
      (global.get $PLACE_BUCKET)))

  ;; Gives the address of the bucket that $row belongs to by its table and slot.
  (func $place_bucket_of_row (param $row i32) (result i32)
    (call $place_bucket
      (i32.load (i32.add (local.get $row) (global.get $TABLE)))
      (i64.load (i32.add (local.get $row) (global.get $SLOT)))))

  ;; Gives the address of the bucket for a table and identity.
  (func $identity_bucket
    (param $dest_table i32) (param $owner i32) (param $source_slot i64) (result i32)
    (i32.add
      (call $bucket_row
        (i64.or
          (i64.shl (i64.extend_i32_u (local.get $dest_table)) (global.get $HALF_BITS))
          (i64.extend_i32_u (local.get $owner)))
        (local.get $source_slot))
      (global.get $IDENTITY_BUCKET)))

  ;; Gives the address of the bucket that $row belongs to by its table and identity.
  (func $identity_bucket_of_row (param $row i32) (result i32)
    (call $identity_bucket
      (i32.load (i32.add (local.get $row) (global.get $TABLE)))
      (i32.load (i32.add (local.get $row) (global.get $OWNER)))
      (i64.load (i32.add (local.get $row) (global.get $SOURCE_SLOT)))))

  ;; Gives the row whose buckets serve this key. A guest that makes keys collide slows only its own
  ;; link, and by no more than $max_slots steps.
  (func $bucket_row (param $ids i64) (param $slot i64) (result i32)
    (local $hash i64)
    (local.set $hash (i64.mul (local.get $slot) (global.get $SPREAD)))
    (local.set $hash
      (i64.xor (local.get $hash) (i64.shr_u (local.get $hash) (global.get $HALF_BITS))))
    (local.set $hash
      (i64.mul (i64.add (local.get $hash) (local.get $ids)) (global.get $SPREAD)))
    (call $row_at
      (i32.and
        (i32.wrap_i64 (i64.shr_u (local.get $hash) (global.get $HALF_BITS)))
        (i32.sub (global.get $n_rows) (i32.const 1)))))

  ;; Gives the address of row $row_idx.
  (func $row_at (param $row_idx i32) (result i32)
    (i32.add
      (i32.mul (local.get $row_idx) (global.get $ROW_BYTES))
      (global.get $ROWS_START))))
