;; bridge_simd: copies bytes between the memories of two modules, main and side, with SIMD.
;;
;; One instance per pair of modules with 32-bit memories, on engines with multi-memory and SIMD. It
;; has the exports and the results of `bridge.wat`, whose header says how and why. Its largest class
;; but one has v128 for quarters; 65 to 128 bytes are moved as two halves of four v128 each, and
;; what is larger is left to `memory.copy`. A class from 33 to 128 bytes, with two v128 to a
;; quarter, is slower for sizes that can be foreseen (64 bytes: 2.4 ns against 2.0), though faster
;; for sizes from 1 to 128 at random (5.1 against 7.0, `memory.copy` 9.3; a class per power of two
;; 9.2).
;;
;; | export                              | takes                                  | copies         |
;; |-------------------------------------|----------------------------------------|----------------|
;; | mts_memcpy                          | dest in side, src in main, size: bytes | main to side   |
;; | stm_memcpy                          | dest in main, src in side, size: bytes | side to main   |
;; | mts_memcpy1, …2, …4, …8             | dest in side, src in main: bytes       | 1, 2, 4, 8     |
;; | stm_memcpy1, …2, …4, …8             | dest in main, src in side: bytes       | 1, 2, 4, 8     |
;;
;; Traps: exactly where `memory.copy` does, with `out of bounds memory access` and with no byte
;; written.
(module $bridge_simd
  (import "main" "memory" (memory $main 0))
  (import "side" "memory" (memory $side 0))

  ;; The reaches of the smallest copies of the classes, and of the largest of all.
  (global $REACH_OF_5 i32 (i32.const 4))
  (global $REACH_OF_17 i32 (i32.const 16))
  (global $REACH_OF_65 i32 (i32.const 64))
  (global $REACH_OF_128 i32 (i32.const 127))
  ;; The bit that is set in the reaches of more than two quarters; it is twice the quarter.
  (global $UPPER_OF_2_TO_4 i32 (i32.const 2))
  (global $UPPER_OF_5_TO_16 i32 (i32.const 8))
  (global $UPPER_OF_17_TO_64 i32 (i32.const 32))
  ;; The reaches of the quarters, and of a half, themselves.
  (global $QUARTER_4 i32 (i32.const 3))
  (global $QUARTER_16 i32 (i32.const 15))
  (global $HALF_64 i32 (i32.const 63))

  ;; Copies $size bytes from main to side.
  (func $mts_memcpy (export "mts_memcpy") (param $dest i32) (param $src i32) (param $size i32)
    (local $reach i32) (local $inset i32)
    (local $dest_inner_head i32) (local $dest_inner_tail i32)
    (local $dest_tail i32) (local $dest_last i32)
    (local $src_inner_head i32) (local $src_inner_tail i32)
    (local $src_tail i32) (local $src_last i32)
    (local $head_i32 i32) (local $inner_head_i32 i32) (local $inner_tail_i32 i32)
    (local $tail_i32 i32)
    (local $head_v128 v128) (local $inner_head_v128 v128) (local $inner_tail_v128 v128)
    (local $tail_v128 v128)
    (local $head_0 v128) (local $head_16 v128) (local $head_32 v128) (local $head_48 v128)
    (local $tail_0 v128) (local $tail_16 v128) (local $tail_32 v128) (local $tail_48 v128)
    (local.set $reach (i32.sub (local.get $size) (i32.const 1)))
    (local.set $dest_last (i32.add (local.get $dest) (local.get $reach)))
    (local.set $src_last (i32.add (local.get $src) (local.get $reach)))
    (block $any_size
      (br_if $any_size (i32.gt_u (local.get $reach) (global.get $REACH_OF_128)))
      (br_if $any_size (i32.lt_u (local.get $dest_last) (local.get $dest)))
      (br_if $any_size (i32.lt_u (local.get $src_last) (local.get $src)))
      (if (i32.ge_u (local.get $reach) (global.get $REACH_OF_65))
        (then
          (local.set $dest_tail (i32.sub (local.get $dest_last) (global.get $HALF_64)))
          (local.set $src_tail (i32.sub (local.get $src_last) (global.get $HALF_64)))
          (local.set $head_0 (v128.load $main (local.get $src)))
          (local.set $head_16 (v128.load $main offset=16 (local.get $src)))
          (local.set $head_32 (v128.load $main offset=32 (local.get $src)))
          (local.set $head_48 (v128.load $main offset=48 (local.get $src)))
          (local.set $tail_0 (v128.load $main (local.get $src_tail)))
          (local.set $tail_16 (v128.load $main offset=16 (local.get $src_tail)))
          (local.set $tail_32 (v128.load $main offset=32 (local.get $src_tail)))
          (local.set $tail_48 (v128.load $main offset=48 (local.get $src_tail)))
          (v128.store $side offset=48 (local.get $dest_tail) (local.get $tail_48))
          (v128.store $side offset=32 (local.get $dest_tail) (local.get $tail_32))
          (v128.store $side offset=16 (local.get $dest_tail) (local.get $tail_16))
          (v128.store $side (local.get $dest_tail) (local.get $tail_0))
          (v128.store $side offset=48 (local.get $dest) (local.get $head_48))
          (v128.store $side offset=32 (local.get $dest) (local.get $head_32))
          (v128.store $side offset=16 (local.get $dest) (local.get $head_16))
          (v128.store $side (local.get $dest) (local.get $head_0))
          (return)))
      (if (i32.ge_u (local.get $reach) (global.get $REACH_OF_17))
        (then
          (local.set $inset
            (i32.shr_u (i32.and (local.get $reach) (global.get $UPPER_OF_17_TO_64)) (i32.const 1)))
          (local.set $dest_tail (i32.sub (local.get $dest_last) (global.get $QUARTER_16)))
          (local.set $dest_inner_head (i32.add (local.get $dest) (local.get $inset)))
          (local.set $dest_inner_tail (i32.sub (local.get $dest_tail) (local.get $inset)))
          (local.set $src_tail (i32.sub (local.get $src_last) (global.get $QUARTER_16)))
          (local.set $src_inner_head (i32.add (local.get $src) (local.get $inset)))
          (local.set $src_inner_tail (i32.sub (local.get $src_tail) (local.get $inset)))
          (local.set $head_v128 (v128.load $main (local.get $src)))
          (local.set $inner_head_v128 (v128.load $main (local.get $src_inner_head)))
          (local.set $inner_tail_v128 (v128.load $main (local.get $src_inner_tail)))
          (local.set $tail_v128 (v128.load $main (local.get $src_tail)))
          (v128.store $side (local.get $dest_tail) (local.get $tail_v128))
          (v128.store $side (local.get $dest_inner_tail) (local.get $inner_tail_v128))
          (v128.store $side (local.get $dest_inner_head) (local.get $inner_head_v128))
          (v128.store $side (local.get $dest) (local.get $head_v128))
          (return)))
      (if (i32.ge_u (local.get $reach) (global.get $REACH_OF_5))
        (then
          (local.set $inset
            (i32.shr_u (i32.and (local.get $reach) (global.get $UPPER_OF_5_TO_16)) (i32.const 1)))
          (local.set $dest_tail (i32.sub (local.get $dest_last) (global.get $QUARTER_4)))
          (local.set $dest_inner_head (i32.add (local.get $dest) (local.get $inset)))
          (local.set $dest_inner_tail (i32.sub (local.get $dest_tail) (local.get $inset)))
          (local.set $src_tail (i32.sub (local.get $src_last) (global.get $QUARTER_4)))
          (local.set $src_inner_head (i32.add (local.get $src) (local.get $inset)))
          (local.set $src_inner_tail (i32.sub (local.get $src_tail) (local.get $inset)))
          (local.set $head_i32 (i32.load $main (local.get $src)))
          (local.set $inner_head_i32 (i32.load $main (local.get $src_inner_head)))
          (local.set $inner_tail_i32 (i32.load $main (local.get $src_inner_tail)))
          (local.set $tail_i32 (i32.load $main (local.get $src_tail)))
          (i32.store $side (local.get $dest_tail) (local.get $tail_i32))
          (i32.store $side (local.get $dest_inner_tail) (local.get $inner_tail_i32))
          (i32.store $side (local.get $dest_inner_head) (local.get $inner_head_i32))
          (i32.store $side (local.get $dest) (local.get $head_i32))
          (return)))
      (local.set $inset
        (i32.shr_u (i32.and (local.get $reach) (global.get $UPPER_OF_2_TO_4)) (i32.const 1)))
      (local.set $dest_inner_head (i32.add (local.get $dest) (local.get $inset)))
      (local.set $dest_inner_tail (i32.sub (local.get $dest_last) (local.get $inset)))
      (local.set $src_inner_head (i32.add (local.get $src) (local.get $inset)))
      (local.set $src_inner_tail (i32.sub (local.get $src_last) (local.get $inset)))
      (local.set $head_i32 (i32.load8_u $main (local.get $src)))
      (local.set $inner_head_i32 (i32.load8_u $main (local.get $src_inner_head)))
      (local.set $inner_tail_i32 (i32.load8_u $main (local.get $src_inner_tail)))
      (local.set $tail_i32 (i32.load8_u $main (local.get $src_last)))
      (i32.store8 $side (local.get $dest_last) (local.get $tail_i32))
      (i32.store8 $side (local.get $dest_inner_tail) (local.get $inner_tail_i32))
      (i32.store8 $side (local.get $dest_inner_head) (local.get $inner_head_i32))
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
    (local $head_v128 v128) (local $inner_head_v128 v128) (local $inner_tail_v128 v128)
    (local $tail_v128 v128)
    (local $head_0 v128) (local $head_16 v128) (local $head_32 v128) (local $head_48 v128)
    (local $tail_0 v128) (local $tail_16 v128) (local $tail_32 v128) (local $tail_48 v128)
    (local.set $reach (i32.sub (local.get $size) (i32.const 1)))
    (local.set $dest_last (i32.add (local.get $dest) (local.get $reach)))
    (local.set $src_last (i32.add (local.get $src) (local.get $reach)))
    (block $any_size
      (br_if $any_size (i32.gt_u (local.get $reach) (global.get $REACH_OF_128)))
      (br_if $any_size (i32.lt_u (local.get $dest_last) (local.get $dest)))
      (br_if $any_size (i32.lt_u (local.get $src_last) (local.get $src)))
      (if (i32.ge_u (local.get $reach) (global.get $REACH_OF_65))
        (then
          (local.set $dest_tail (i32.sub (local.get $dest_last) (global.get $HALF_64)))
          (local.set $src_tail (i32.sub (local.get $src_last) (global.get $HALF_64)))
          (local.set $head_0 (v128.load $side (local.get $src)))
          (local.set $head_16 (v128.load $side offset=16 (local.get $src)))
          (local.set $head_32 (v128.load $side offset=32 (local.get $src)))
          (local.set $head_48 (v128.load $side offset=48 (local.get $src)))
          (local.set $tail_0 (v128.load $side (local.get $src_tail)))
          (local.set $tail_16 (v128.load $side offset=16 (local.get $src_tail)))
          (local.set $tail_32 (v128.load $side offset=32 (local.get $src_tail)))
          (local.set $tail_48 (v128.load $side offset=48 (local.get $src_tail)))
          (v128.store $main offset=48 (local.get $dest_tail) (local.get $tail_48))
          (v128.store $main offset=32 (local.get $dest_tail) (local.get $tail_32))
          (v128.store $main offset=16 (local.get $dest_tail) (local.get $tail_16))
          (v128.store $main (local.get $dest_tail) (local.get $tail_0))
          (v128.store $main offset=48 (local.get $dest) (local.get $head_48))
          (v128.store $main offset=32 (local.get $dest) (local.get $head_32))
          (v128.store $main offset=16 (local.get $dest) (local.get $head_16))
          (v128.store $main (local.get $dest) (local.get $head_0))
          (return)))
      (if (i32.ge_u (local.get $reach) (global.get $REACH_OF_17))
        (then
          (local.set $inset
            (i32.shr_u (i32.and (local.get $reach) (global.get $UPPER_OF_17_TO_64)) (i32.const 1)))
          (local.set $dest_tail (i32.sub (local.get $dest_last) (global.get $QUARTER_16)))
          (local.set $dest_inner_head (i32.add (local.get $dest) (local.get $inset)))
          (local.set $dest_inner_tail (i32.sub (local.get $dest_tail) (local.get $inset)))
          (local.set $src_tail (i32.sub (local.get $src_last) (global.get $QUARTER_16)))
          (local.set $src_inner_head (i32.add (local.get $src) (local.get $inset)))
          (local.set $src_inner_tail (i32.sub (local.get $src_tail) (local.get $inset)))
          (local.set $head_v128 (v128.load $side (local.get $src)))
          (local.set $inner_head_v128 (v128.load $side (local.get $src_inner_head)))
          (local.set $inner_tail_v128 (v128.load $side (local.get $src_inner_tail)))
          (local.set $tail_v128 (v128.load $side (local.get $src_tail)))
          (v128.store $main (local.get $dest_tail) (local.get $tail_v128))
          (v128.store $main (local.get $dest_inner_tail) (local.get $inner_tail_v128))
          (v128.store $main (local.get $dest_inner_head) (local.get $inner_head_v128))
          (v128.store $main (local.get $dest) (local.get $head_v128))
          (return)))
      (if (i32.ge_u (local.get $reach) (global.get $REACH_OF_5))
        (then
          (local.set $inset
            (i32.shr_u (i32.and (local.get $reach) (global.get $UPPER_OF_5_TO_16)) (i32.const 1)))
          (local.set $dest_tail (i32.sub (local.get $dest_last) (global.get $QUARTER_4)))
          (local.set $dest_inner_head (i32.add (local.get $dest) (local.get $inset)))
          (local.set $dest_inner_tail (i32.sub (local.get $dest_tail) (local.get $inset)))
          (local.set $src_tail (i32.sub (local.get $src_last) (global.get $QUARTER_4)))
          (local.set $src_inner_head (i32.add (local.get $src) (local.get $inset)))
          (local.set $src_inner_tail (i32.sub (local.get $src_tail) (local.get $inset)))
          (local.set $head_i32 (i32.load $side (local.get $src)))
          (local.set $inner_head_i32 (i32.load $side (local.get $src_inner_head)))
          (local.set $inner_tail_i32 (i32.load $side (local.get $src_inner_tail)))
          (local.set $tail_i32 (i32.load $side (local.get $src_tail)))
          (i32.store $main (local.get $dest_tail) (local.get $tail_i32))
          (i32.store $main (local.get $dest_inner_tail) (local.get $inner_tail_i32))
          (i32.store $main (local.get $dest_inner_head) (local.get $inner_head_i32))
          (i32.store $main (local.get $dest) (local.get $head_i32))
          (return)))
      (local.set $inset
        (i32.shr_u (i32.and (local.get $reach) (global.get $UPPER_OF_2_TO_4)) (i32.const 1)))
      (local.set $dest_inner_head (i32.add (local.get $dest) (local.get $inset)))
      (local.set $dest_inner_tail (i32.sub (local.get $dest_last) (local.get $inset)))
      (local.set $src_inner_head (i32.add (local.get $src) (local.get $inset)))
      (local.set $src_inner_tail (i32.sub (local.get $src_last) (local.get $inset)))
      (local.set $head_i32 (i32.load8_u $side (local.get $src)))
      (local.set $inner_head_i32 (i32.load8_u $side (local.get $src_inner_head)))
      (local.set $inner_tail_i32 (i32.load8_u $side (local.get $src_inner_tail)))
      (local.set $tail_i32 (i32.load8_u $side (local.get $src_last)))
      (i32.store8 $main (local.get $dest_last) (local.get $tail_i32))
      (i32.store8 $main (local.get $dest_inner_tail) (local.get $inner_tail_i32))
      (i32.store8 $main (local.get $dest_inner_head) (local.get $inner_head_i32))
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
