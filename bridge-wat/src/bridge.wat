;; bridge: copies bytes between the memories of two modules, main and side.
;;
;; One instance per pair of modules with 32-bit memories, on engines with multi-memory but without
;; SIMD. `bridge_simd.wat` is for engines with both, `bridge_wide.wat` for 64-bit memories, and
;; `copy_push.wat` does without multi-memory. Imported by both modules of the pair (`mts_memcpy`,
;; `rb:<peer>`), and by guests through `rbBridge` strings.
;;
;; | export                              | takes                                  | copies         |
;; |-------------------------------------|----------------------------------------|----------------|
;; | mts_memcpy                          | dest in side, src in main, size: bytes | main to side   |
;; | stm_memcpy                          | dest in main, src in side, size: bytes | side to main   |
;; | mts_memcpy1, …2, …4, …8             | dest in side, src in main: bytes       | 1, 2, 4, 8     |
;; | stm_memcpy1, …2, …4, …8             | dest in main, src in side: bytes       | 1, 2, 4, 8     |
;;
;; Traps: exactly where `memory.copy` does, with `out of bounds memory access` and with no byte
;; written. The fixed sizes load before they store, so overlapping ranges of one memory are right.
;;
;; How: `memory.copy` of a size that is not constant is a call into the runtime, which takes longer
;; than moving a few bytes (wasmtime 48: 3.5 ns, where a class below takes 2.0, and an empty
;; function 1.6). So up to 64 bytes are moved here, in classes of sizes, as four quarters of one
;; length: the head begins with the first byte, the tail ends with the last one, and the inner head
;; and the inner tail lie one quarter inwards of them; they overlap where the size is less than four
;; quarters. Where it is at most two, the inner quarters are the outer ones again: so one class
;; reaches from one quarter to four, and has no branch for it. Sizes that vary cannot be foreseen,
;; and going the wrong way takes longer than the copy. Above 64 bytes, pieces of 8 bytes would be
;; slower than `memory.copy` (128 bytes: 3.4 ns against 3.1).
;;
;; All is loaded before anything is stored, hence overlapping ranges of one memory are right, and a
;; source out of bounds traps in time. The piece with the last byte is stored first: if it fits, all
;; fit. For the rest there is `memory.copy`: no byte at all, more than 64, and a range that would go
;; round the end of the address space, so that no address of a quarter does.
;;
;; A `reach` is how far the last byte lies above the first, which is the size less 1: the size 0 has
;; the largest reach of all.
(module $bridge
  (import "main" "memory" (memory $main 0))
  (import "side" "memory" (memory $side 0))

  ;; The reaches of the smallest copies of the classes, and of the largest of all.
  (global $REACH_OF_3 i32 (i32.const 2))
  (global $REACH_OF_9 i32 (i32.const 8))
  (global $REACH_OF_33 i32 (i32.const 32))
  (global $REACH_OF_64 i32 (i32.const 63))
  ;; The bit that is set in the reaches of more than two quarters; it is twice the quarter.
  (global $UPPER_OF_3_TO_8 i32 (i32.const 4))
  (global $UPPER_OF_9_TO_32 i32 (i32.const 16))
  (global $UPPER_OF_17_TO_64 i32 (i32.const 32))
  ;; The reaches of the quarters themselves.
  (global $QUARTER_2 i32 (i32.const 1))
  (global $QUARTER_8 i32 (i32.const 7))
  (global $QUARTER_16 i32 (i32.const 15))

  ;; Copies $size bytes from main to side.
  (func $mts_memcpy (export "mts_memcpy") (param $dest i32) (param $src i32) (param $size i32)
    (local $reach i32) (local $inset i32)
    (local $dest_inner_head i32) (local $dest_inner_tail i32)
    (local $dest_tail i32) (local $dest_last i32)
    (local $src_inner_head i32) (local $src_inner_tail i32)
    (local $src_tail i32) (local $src_last i32)
    (local $head_i32 i32) (local $inner_head_i32 i32) (local $inner_tail_i32 i32)
    (local $tail_i32 i32)
    (local $head_i64 i64) (local $inner_head_i64 i64) (local $inner_tail_i64 i64)
    (local $tail_i64 i64)
    (local $head_0 f64) (local $head_8 f64) (local $inner_head_0 f64) (local $inner_head_8 f64)
    (local $inner_tail_0 f64) (local $inner_tail_8 f64) (local $tail_0 f64) (local $tail_8 f64)
    (local.set $reach (i32.sub (local.get $size) (i32.const 1)))
    (local.set $dest_last (i32.add (local.get $dest) (local.get $reach)))
    (local.set $src_last (i32.add (local.get $src) (local.get $reach)))
    (block $any_size
      (br_if $any_size (i32.gt_u (local.get $reach) (global.get $REACH_OF_64)))
      (br_if $any_size (i32.lt_u (local.get $dest_last) (local.get $dest)))
      (br_if $any_size (i32.lt_u (local.get $src_last) (local.get $src)))
      (if (i32.ge_u (local.get $reach) (global.get $REACH_OF_33))
        (then
          (local.set $inset
            (i32.shr_u (i32.and (local.get $reach) (global.get $UPPER_OF_17_TO_64)) (i32.const 1)))
          (local.set $dest_tail (i32.sub (local.get $dest_last) (global.get $QUARTER_16)))
          (local.set $dest_inner_head (i32.add (local.get $dest) (local.get $inset)))
          (local.set $dest_inner_tail (i32.sub (local.get $dest_tail) (local.get $inset)))
          (local.set $src_tail (i32.sub (local.get $src_last) (global.get $QUARTER_16)))
          (local.set $src_inner_head (i32.add (local.get $src) (local.get $inset)))
          (local.set $src_inner_tail (i32.sub (local.get $src_tail) (local.get $inset)))
          (local.set $head_0 (f64.load $main (local.get $src)))
          (local.set $head_8 (f64.load $main offset=8 (local.get $src)))
          (local.set $inner_head_0 (f64.load $main (local.get $src_inner_head)))
          (local.set $inner_head_8 (f64.load $main offset=8 (local.get $src_inner_head)))
          (local.set $inner_tail_0 (f64.load $main (local.get $src_inner_tail)))
          (local.set $inner_tail_8 (f64.load $main offset=8 (local.get $src_inner_tail)))
          (local.set $tail_0 (f64.load $main (local.get $src_tail)))
          (local.set $tail_8 (f64.load $main offset=8 (local.get $src_tail)))
          (f64.store $side offset=8 (local.get $dest_tail) (local.get $tail_8))
          (f64.store $side (local.get $dest_tail) (local.get $tail_0))
          (f64.store $side offset=8 (local.get $dest_inner_tail) (local.get $inner_tail_8))
          (f64.store $side (local.get $dest_inner_tail) (local.get $inner_tail_0))
          (f64.store $side offset=8 (local.get $dest_inner_head) (local.get $inner_head_8))
          (f64.store $side (local.get $dest_inner_head) (local.get $inner_head_0))
          (f64.store $side offset=8 (local.get $dest) (local.get $head_8))
          (f64.store $side (local.get $dest) (local.get $head_0))
          (return)))
      (if (i32.ge_u (local.get $reach) (global.get $REACH_OF_9))
        (then
          (local.set $inset
            (i32.shr_u (i32.and (local.get $reach) (global.get $UPPER_OF_9_TO_32)) (i32.const 1)))
          (local.set $dest_tail (i32.sub (local.get $dest_last) (global.get $QUARTER_8)))
          (local.set $dest_inner_head (i32.add (local.get $dest) (local.get $inset)))
          (local.set $dest_inner_tail (i32.sub (local.get $dest_tail) (local.get $inset)))
          (local.set $src_tail (i32.sub (local.get $src_last) (global.get $QUARTER_8)))
          (local.set $src_inner_head (i32.add (local.get $src) (local.get $inset)))
          (local.set $src_inner_tail (i32.sub (local.get $src_tail) (local.get $inset)))
          (local.set $head_i64 (i64.load $main (local.get $src)))
          (local.set $inner_head_i64 (i64.load $main (local.get $src_inner_head)))
          (local.set $inner_tail_i64 (i64.load $main (local.get $src_inner_tail)))
          (local.set $tail_i64 (i64.load $main (local.get $src_tail)))
          (i64.store $side (local.get $dest_tail) (local.get $tail_i64))
          (i64.store $side (local.get $dest_inner_tail) (local.get $inner_tail_i64))
          (i64.store $side (local.get $dest_inner_head) (local.get $inner_head_i64))
          (i64.store $side (local.get $dest) (local.get $head_i64))
          (return)))
      (if (i32.ge_u (local.get $reach) (global.get $REACH_OF_3))
        (then
          (local.set $inset
            (i32.shr_u (i32.and (local.get $reach) (global.get $UPPER_OF_3_TO_8)) (i32.const 1)))
          (local.set $dest_tail (i32.sub (local.get $dest_last) (global.get $QUARTER_2)))
          (local.set $dest_inner_head (i32.add (local.get $dest) (local.get $inset)))
          (local.set $dest_inner_tail (i32.sub (local.get $dest_tail) (local.get $inset)))
          (local.set $src_tail (i32.sub (local.get $src_last) (global.get $QUARTER_2)))
          (local.set $src_inner_head (i32.add (local.get $src) (local.get $inset)))
          (local.set $src_inner_tail (i32.sub (local.get $src_tail) (local.get $inset)))
          (local.set $head_i32 (i32.load16_u $main (local.get $src)))
          (local.set $inner_head_i32 (i32.load16_u $main (local.get $src_inner_head)))
          (local.set $inner_tail_i32 (i32.load16_u $main (local.get $src_inner_tail)))
          (local.set $tail_i32 (i32.load16_u $main (local.get $src_tail)))
          (i32.store16 $side (local.get $dest_tail) (local.get $tail_i32))
          (i32.store16 $side (local.get $dest_inner_tail) (local.get $inner_tail_i32))
          (i32.store16 $side (local.get $dest_inner_head) (local.get $inner_head_i32))
          (i32.store16 $side (local.get $dest) (local.get $head_i32))
          (return)))
      (local.set $head_i32 (i32.load8_u $main (local.get $src)))
      (local.set $tail_i32 (i32.load8_u $main (local.get $src_last)))
      (i32.store8 $side (local.get $dest_last) (local.get $tail_i32))
      (i32.store8 $side (local.get $dest) (local.get $head_i32))
      (return))
    (memory.copy $side $main (local.get $dest) (local.get $src) (local.get $size)))

  ;; Copies $size bytes from side to main.
  (func $stm_memcpy (export "stm_memcpy") (param $dest i32) (param $src i32) (param $size i32)
    (local $reach i32) (local $inset i32)
    (local $dest_inner_head i32) (local $dest_inner_tail i32)
    (local $dest_tail i32) (local $dest_last i32)
    (local $src_inner_head i32) (local $src_inner_tail i32)
    (local $src_tail i32) (local $src_last i32)
    (local $head_i32 i32) (local $inner_head_i32 i32) (local $inner_tail_i32 i32)
    (local $tail_i32 i32)
    (local $head_i64 i64) (local $inner_head_i64 i64) (local $inner_tail_i64 i64)
    (local $tail_i64 i64)
    (local $head_0 f64) (local $head_8 f64) (local $inner_head_0 f64) (local $inner_head_8 f64)
    (local $inner_tail_0 f64) (local $inner_tail_8 f64) (local $tail_0 f64) (local $tail_8 f64)
    (local.set $reach (i32.sub (local.get $size) (i32.const 1)))
    (local.set $dest_last (i32.add (local.get $dest) (local.get $reach)))
    (local.set $src_last (i32.add (local.get $src) (local.get $reach)))
    (block $any_size
      (br_if $any_size (i32.gt_u (local.get $reach) (global.get $REACH_OF_64)))
      (br_if $any_size (i32.lt_u (local.get $dest_last) (local.get $dest)))
      (br_if $any_size (i32.lt_u (local.get $src_last) (local.get $src)))
      (if (i32.ge_u (local.get $reach) (global.get $REACH_OF_33))
        (then
          (local.set $inset
            (i32.shr_u (i32.and (local.get $reach) (global.get $UPPER_OF_17_TO_64)) (i32.const 1)))
          (local.set $dest_tail (i32.sub (local.get $dest_last) (global.get $QUARTER_16)))
          (local.set $dest_inner_head (i32.add (local.get $dest) (local.get $inset)))
          (local.set $dest_inner_tail (i32.sub (local.get $dest_tail) (local.get $inset)))
          (local.set $src_tail (i32.sub (local.get $src_last) (global.get $QUARTER_16)))
          (local.set $src_inner_head (i32.add (local.get $src) (local.get $inset)))
          (local.set $src_inner_tail (i32.sub (local.get $src_tail) (local.get $inset)))
          (local.set $head_0 (f64.load $side (local.get $src)))
          (local.set $head_8 (f64.load $side offset=8 (local.get $src)))
          (local.set $inner_head_0 (f64.load $side (local.get $src_inner_head)))
          (local.set $inner_head_8 (f64.load $side offset=8 (local.get $src_inner_head)))
          (local.set $inner_tail_0 (f64.load $side (local.get $src_inner_tail)))
          (local.set $inner_tail_8 (f64.load $side offset=8 (local.get $src_inner_tail)))
          (local.set $tail_0 (f64.load $side (local.get $src_tail)))
          (local.set $tail_8 (f64.load $side offset=8 (local.get $src_tail)))
          (f64.store $main offset=8 (local.get $dest_tail) (local.get $tail_8))
          (f64.store $main (local.get $dest_tail) (local.get $tail_0))
          (f64.store $main offset=8 (local.get $dest_inner_tail) (local.get $inner_tail_8))
          (f64.store $main (local.get $dest_inner_tail) (local.get $inner_tail_0))
          (f64.store $main offset=8 (local.get $dest_inner_head) (local.get $inner_head_8))
          (f64.store $main (local.get $dest_inner_head) (local.get $inner_head_0))
          (f64.store $main offset=8 (local.get $dest) (local.get $head_8))
          (f64.store $main (local.get $dest) (local.get $head_0))
          (return)))
      (if (i32.ge_u (local.get $reach) (global.get $REACH_OF_9))
        (then
          (local.set $inset
            (i32.shr_u (i32.and (local.get $reach) (global.get $UPPER_OF_9_TO_32)) (i32.const 1)))
          (local.set $dest_tail (i32.sub (local.get $dest_last) (global.get $QUARTER_8)))
          (local.set $dest_inner_head (i32.add (local.get $dest) (local.get $inset)))
          (local.set $dest_inner_tail (i32.sub (local.get $dest_tail) (local.get $inset)))
          (local.set $src_tail (i32.sub (local.get $src_last) (global.get $QUARTER_8)))
          (local.set $src_inner_head (i32.add (local.get $src) (local.get $inset)))
          (local.set $src_inner_tail (i32.sub (local.get $src_tail) (local.get $inset)))
          (local.set $head_i64 (i64.load $side (local.get $src)))
          (local.set $inner_head_i64 (i64.load $side (local.get $src_inner_head)))
          (local.set $inner_tail_i64 (i64.load $side (local.get $src_inner_tail)))
          (local.set $tail_i64 (i64.load $side (local.get $src_tail)))
          (i64.store $main (local.get $dest_tail) (local.get $tail_i64))
          (i64.store $main (local.get $dest_inner_tail) (local.get $inner_tail_i64))
          (i64.store $main (local.get $dest_inner_head) (local.get $inner_head_i64))
          (i64.store $main (local.get $dest) (local.get $head_i64))
          (return)))
      (if (i32.ge_u (local.get $reach) (global.get $REACH_OF_3))
        (then
          (local.set $inset
            (i32.shr_u (i32.and (local.get $reach) (global.get $UPPER_OF_3_TO_8)) (i32.const 1)))
          (local.set $dest_tail (i32.sub (local.get $dest_last) (global.get $QUARTER_2)))
          (local.set $dest_inner_head (i32.add (local.get $dest) (local.get $inset)))
          (local.set $dest_inner_tail (i32.sub (local.get $dest_tail) (local.get $inset)))
          (local.set $src_tail (i32.sub (local.get $src_last) (global.get $QUARTER_2)))
          (local.set $src_inner_head (i32.add (local.get $src) (local.get $inset)))
          (local.set $src_inner_tail (i32.sub (local.get $src_tail) (local.get $inset)))
          (local.set $head_i32 (i32.load16_u $side (local.get $src)))
          (local.set $inner_head_i32 (i32.load16_u $side (local.get $src_inner_head)))
          (local.set $inner_tail_i32 (i32.load16_u $side (local.get $src_inner_tail)))
          (local.set $tail_i32 (i32.load16_u $side (local.get $src_tail)))
          (i32.store16 $main (local.get $dest_tail) (local.get $tail_i32))
          (i32.store16 $main (local.get $dest_inner_tail) (local.get $inner_tail_i32))
          (i32.store16 $main (local.get $dest_inner_head) (local.get $inner_head_i32))
          (i32.store16 $main (local.get $dest) (local.get $head_i32))
          (return)))
      (local.set $head_i32 (i32.load8_u $side (local.get $src)))
      (local.set $tail_i32 (i32.load8_u $side (local.get $src_last)))
      (i32.store8 $main (local.get $dest_last) (local.get $tail_i32))
      (i32.store8 $main (local.get $dest) (local.get $head_i32))
      (return))
    (memory.copy $main $side (local.get $dest) (local.get $src) (local.get $size)))

  ;; Copies 1 byte from main to side.
  (func $mts_memcpy1 (export "mts_memcpy1")
    (param $dest i32) (param $src i32)
    (i32.store8 $side (local.get $dest) (i32.load8_u $main (local.get $src))))

  ;; Copies 2 bytes from main to side.
  (func $mts_memcpy2 (export "mts_memcpy2")
    (param $dest i32) (param $src i32)
    (i32.store16 $side (local.get $dest) (i32.load16_u $main (local.get $src))))

  ;; Copies 4 bytes from main to side.
  (func $mts_memcpy4 (export "mts_memcpy4")
    (param $dest i32) (param $src i32)
    (i32.store $side (local.get $dest) (i32.load $main (local.get $src))))

  ;; Copies 8 bytes from main to side.
  (func $mts_memcpy8 (export "mts_memcpy8")
    (param $dest i32) (param $src i32)
    (i64.store $side (local.get $dest) (i64.load $main (local.get $src))))

  ;; Copies 1 byte from side to main.
  (func $stm_memcpy1 (export "stm_memcpy1")
    (param $dest i32) (param $src i32)
    (i32.store8 $main (local.get $dest) (i32.load8_u $side (local.get $src))))

  ;; Copies 2 bytes from side to main.
  (func $stm_memcpy2 (export "stm_memcpy2")
    (param $dest i32) (param $src i32)
    (i32.store16 $main (local.get $dest) (i32.load16_u $side (local.get $src))))

  ;; Copies 4 bytes from side to main.
  (func $stm_memcpy4 (export "stm_memcpy4")
    (param $dest i32) (param $src i32)
    (i32.store $main (local.get $dest) (i32.load $side (local.get $src))))

  ;; Copies 8 bytes from side to main.
  (func $stm_memcpy8 (export "stm_memcpy8")
    (param $dest i32) (param $src i32)
    (i64.store $main (local.get $dest) (i64.load $side (local.get $src)))))
