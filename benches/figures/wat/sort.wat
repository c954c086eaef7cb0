;; sort: sorts 32-bit integers of main, in place or in a memory of its own.
;;
;; Template parameters, put in by `sort.rs`: MEMORY is `export "memory"`, or
;; `import "main" "memory"` where the integers shall be sorted where they are; FROM and TO name the
;; copies from main and to main.
;;
;; | export      | takes                              | does                                     |
;; |-------------|------------------------------------|------------------------------------------|
;; | sort_here   | address in MEMORY, n integers      | sorts them where they are                |
;; | sort_copied | address in main, n integers        | copies them, sorts them, copies them back|
(module
  (import "rb:main" "FROM" (func $from (param $dest i32) (param $src i32) (param $size i32)))
  (import "rb:main" "TO" (func $to (param $dest i32) (param $src i32) (param $size i32)))
  (memory $memory (MEMORY) 8)

  ;; Bytes of an integer.
  (global $ITEM i32 (i32.const 4))
  (global $ITEM_SHIFT i32 (i32.const 2))
  ;; Ranges of up to this many bytes are sorted by insertion.
  (global $SMALL i32 (i32.const 96))
  ;; Where copied integers are put.
  (global $BUFFER i32 (i32.const 1024))

  ;; Sorts $n integers from $address on.
  (func $sort_here (export "sort_here") (param $address i32) (param $n i32)
    (call $sort
      (local.get $address)
      (i32.add
        (local.get $address)
        (i32.shl (i32.sub (local.get $n) (i32.const 1)) (global.get $ITEM_SHIFT)))))

  ;; Copies $n integers from main's $address, sorts them, and copies them back.
  (func $sort_copied (export "sort_copied") (param $address i32) (param $n i32)
    (local $size i32)
    (local.set $size (i32.shl (local.get $n) (global.get $ITEM_SHIFT)))
    (call $from (global.get $BUFFER) (local.get $address) (local.get $size))
    (call $sort_here (global.get $BUFFER) (local.get $n))
    (call $to (local.get $address) (global.get $BUFFER) (local.get $size)))

  ;; Sorts the integers from $first to $last, both included: quicksort down to small ranges.
  (func $sort (param $first i32) (param $last i32)
    (local $low i32) (local $high i32) (local $pivot i32) (local $low_item i32)
    (local $high_item i32)
    (loop $next_range
      (if (i32.gt_s (i32.sub (local.get $last) (local.get $first)) (global.get $SMALL))
        (then
          (local.set $pivot (i32.load (call $middle (local.get $first) (local.get $last))))
          (local.set $low (i32.sub (local.get $first) (global.get $ITEM)))
          (local.set $high (i32.add (local.get $last) (global.get $ITEM)))
          (block $parted
            (loop $next_pair
              (loop $skip_low
                (local.set $low (i32.add (local.get $low) (global.get $ITEM)))
                (local.set $low_item (i32.load (local.get $low)))
                (br_if $skip_low (i32.lt_s (local.get $low_item) (local.get $pivot))))
              (loop $skip_high
                (local.set $high (i32.sub (local.get $high) (global.get $ITEM)))
                (local.set $high_item (i32.load (local.get $high)))
                (br_if $skip_high (i32.gt_s (local.get $high_item) (local.get $pivot))))
              (br_if $parted (i32.ge_u (local.get $low) (local.get $high)))
              (i32.store (local.get $low) (local.get $high_item))
              (i32.store (local.get $high) (local.get $low_item))
              (br $next_pair)))
          (call $sort (local.get $first) (local.get $high))
          (local.set $first (i32.add (local.get $high) (global.get $ITEM)))
          (br $next_range))))
    (call $insert (local.get $first) (local.get $last)))

  ;; Gives the address of the integer in the middle.
  (func $middle (param $first i32) (param $last i32) (result i32)
    (i32.add
      (local.get $first)
      (i32.and
        (i32.shr_u (i32.sub (local.get $last) (local.get $first)) (i32.const 1))
        (i32.sub (i32.const 0) (global.get $ITEM)))))

  ;; Sorts the integers from $first to $last, both included, by insertion.
  (func $insert (param $first i32) (param $last i32)
    (local $next i32) (local $place i32) (local $item i32)
    (local.set $next (i32.add (local.get $first) (global.get $ITEM)))
    (block $done
      (loop $next_item
        (br_if $done (i32.gt_s (local.get $next) (local.get $last)))
        (local.set $item (i32.load (local.get $next)))
        (local.set $place (local.get $next))
        (block $found
          (loop $lower
            (br_if $found (i32.le_s (local.get $place) (local.get $first)))
            (br_if $found
              (i32.le_s
                (i32.load (i32.sub (local.get $place) (global.get $ITEM)))
                (local.get $item)))
            (i32.store
              (local.get $place)
              (i32.load (i32.sub (local.get $place) (global.get $ITEM))))
            (local.set $place (i32.sub (local.get $place) (global.get $ITEM)))
            (br $lower)))
        (i32.store (local.get $place) (local.get $item))
        (local.set $next (i32.add (local.get $next) (global.get $ITEM)))
        (br $next_item)))))
