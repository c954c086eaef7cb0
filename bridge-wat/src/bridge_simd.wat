;; bridge_simd: copies bytes between the memories of two modules, main and side, with SIMD.
;;
;; One instance per pair of modules, on engines with multi-memory and SIMD. It has the exports and
;; the results of `bridge.wat`, whose header says how and why; only the chunks of the three largest
;; classes are v128 here.
;;
;; Width parameters: `main`, `side`. An address is i32, or i64 in a 64-bit memory; `size` is wide
;; only where both are.
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
  (import "main" "memory" (memory $main i32(;main;) 0))
  (import "side" "memory" (memory $side i32(;side;) 0))

  ;; The bits of an i64, and the highest of them.
  (global $N_BITS i64 (i64.const 64))
  (global $TOP_BIT i64 (i64.const 0x8000_0000_0000_0000))

  ;; Copies $size bytes from main to side.
  (func $mts_memcpy (export "mts_memcpy")
    (param $dest i32(;side;)) (param $src i32(;main;)) (param $size i32(;size;))
    (local $dest_tail i32(;side;)) (local $src_tail i32(;main;))
    (local $reach i64) (local $n_leading_zeros i64) (local $tail_distance i64)
    (local $head_i32 i32) (local $tail_i32 i32) (local $head_i64 i64) (local $tail_i64 i64)
    (local $head_0 v128) (local $head_16 v128) (local $head_32 v128) (local $head_48 v128)
    (local $tail_0 v128) (local $tail_16 v128) (local $tail_32 v128) (local $tail_48 v128)
    ;; How far the last byte lies above the first; all ones if there is no byte.
    (local.set $reach (i64.sub (i64.extend_i32_u(;size;) (local.get $size)) (i64.const 1)))
    (local.set $n_leading_zeros (i64.clz (local.get $reach)))
    (local.set $tail_distance
      (i64.sub
        (i64.extend_i32_u(;size;) (local.get $size))
        (i64.shr_u (global.get $TOP_BIT) (local.get $n_leading_zeros))))
    (local.set $dest_tail
      (i32.add(;side;) (local.get $dest) (i32.wrap_i64(;side;) (local.get $tail_distance))))
    (local.set $src_tail
      (i32.add(;main;) (local.get $src) (i32.wrap_i64(;main;) (local.get $tail_distance))))
    (block $any_size
      (br_if $any_size
        (i32.lt_u(;side;)
          (i32.add(;side;) (local.get $dest) (i32.wrap_i64(;side;) (local.get $reach)))
          (local.get $dest)))
      (br_if $any_size
        (i32.lt_u(;main;)
          (i32.add(;main;) (local.get $src) (i32.wrap_i64(;main;) (local.get $reach)))
          (local.get $src)))
      (block $size_65_to_128
        (block $size_33_to_64
          (block $size_17_to_32
            (block $size_9_to_16
              (block $size_5_to_8
                (block $size_3_to_4
                  (block $size_2
                    (block $size_1
                      (br_table $size_1 $size_2 $size_3_to_4 $size_5_to_8
                        $size_9_to_16 $size_17_to_32 $size_33_to_64 $size_65_to_128 $any_size
                        (i32.wrap_i64 (i64.sub (global.get $N_BITS) (local.get $n_leading_zeros)))))
                    (i32.store8 $side (local.get $dest) (i32.load8_u $main (local.get $src)))
                    (return))
                  (i32.store16 $side (local.get $dest) (i32.load16_u $main (local.get $src)))
                  (return))
                (local.set $head_i32 (i32.load16_u $main (local.get $src)))
                (local.set $tail_i32 (i32.load16_u $main (local.get $src_tail)))
                (i32.store16 $side (local.get $dest_tail) (local.get $tail_i32))
                (i32.store16 $side (local.get $dest) (local.get $head_i32))
                (return))
              (local.set $head_i32 (i32.load $main (local.get $src)))
              (local.set $tail_i32 (i32.load $main (local.get $src_tail)))
              (i32.store $side (local.get $dest_tail) (local.get $tail_i32))
              (i32.store $side (local.get $dest) (local.get $head_i32))
              (return))
            (local.set $head_i64 (i64.load $main (local.get $src)))
            (local.set $tail_i64 (i64.load $main (local.get $src_tail)))
            (i64.store $side (local.get $dest_tail) (local.get $tail_i64))
            (i64.store $side (local.get $dest) (local.get $head_i64))
            (return))
          (local.set $head_0 (v128.load $main (local.get $src)))
          (local.set $tail_0 (v128.load $main (local.get $src_tail)))
          (v128.store $side (local.get $dest_tail) (local.get $tail_0))
          (v128.store $side (local.get $dest) (local.get $head_0))
          (return))
        (local.set $head_0 (v128.load $main (local.get $src)))
        (local.set $head_16 (v128.load $main offset=16 (local.get $src)))
        (local.set $tail_0 (v128.load $main (local.get $src_tail)))
        (local.set $tail_16 (v128.load $main offset=16 (local.get $src_tail)))
        (v128.store $side offset=16 (local.get $dest_tail) (local.get $tail_16))
        (v128.store $side (local.get $dest_tail) (local.get $tail_0))
        (v128.store $side offset=16 (local.get $dest) (local.get $head_16))
        (v128.store $side (local.get $dest) (local.get $head_0))
        (return))
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
      (return))
    (memory.copy $side $main (local.get $dest) (local.get $src) (local.get $size)))

  ;; Copies $size bytes from side to main.
  (func $stm_memcpy (export "stm_memcpy")
    (param $dest i32(;main;)) (param $src i32(;side;)) (param $size i32(;size;))
    (local $dest_tail i32(;main;)) (local $src_tail i32(;side;))
    (local $reach i64) (local $n_leading_zeros i64) (local $tail_distance i64)
    (local $head_i32 i32) (local $tail_i32 i32) (local $head_i64 i64) (local $tail_i64 i64)
    (local $head_0 v128) (local $head_16 v128) (local $head_32 v128) (local $head_48 v128)
    (local $tail_0 v128) (local $tail_16 v128) (local $tail_32 v128) (local $tail_48 v128)
    ;; How far the last byte lies above the first; all ones if there is no byte.
    (local.set $reach (i64.sub (i64.extend_i32_u(;size;) (local.get $size)) (i64.const 1)))
    (local.set $n_leading_zeros (i64.clz (local.get $reach)))
    (local.set $tail_distance
      (i64.sub
        (i64.extend_i32_u(;size;) (local.get $size))
        (i64.shr_u (global.get $TOP_BIT) (local.get $n_leading_zeros))))
    (local.set $dest_tail
      (i32.add(;main;) (local.get $dest) (i32.wrap_i64(;main;) (local.get $tail_distance))))
    (local.set $src_tail
      (i32.add(;side;) (local.get $src) (i32.wrap_i64(;side;) (local.get $tail_distance))))
    (block $any_size
      (br_if $any_size
        (i32.lt_u(;main;)
          (i32.add(;main;) (local.get $dest) (i32.wrap_i64(;main;) (local.get $reach)))
          (local.get $dest)))
      (br_if $any_size
        (i32.lt_u(;side;)
          (i32.add(;side;) (local.get $src) (i32.wrap_i64(;side;) (local.get $reach)))
          (local.get $src)))
      (block $size_65_to_128
        (block $size_33_to_64
          (block $size_17_to_32
            (block $size_9_to_16
              (block $size_5_to_8
                (block $size_3_to_4
                  (block $size_2
                    (block $size_1
                      (br_table $size_1 $size_2 $size_3_to_4 $size_5_to_8
                        $size_9_to_16 $size_17_to_32 $size_33_to_64 $size_65_to_128 $any_size
                        (i32.wrap_i64 (i64.sub (global.get $N_BITS) (local.get $n_leading_zeros)))))
                    (i32.store8 $main (local.get $dest) (i32.load8_u $side (local.get $src)))
                    (return))
                  (i32.store16 $main (local.get $dest) (i32.load16_u $side (local.get $src)))
                  (return))
                (local.set $head_i32 (i32.load16_u $side (local.get $src)))
                (local.set $tail_i32 (i32.load16_u $side (local.get $src_tail)))
                (i32.store16 $main (local.get $dest_tail) (local.get $tail_i32))
                (i32.store16 $main (local.get $dest) (local.get $head_i32))
                (return))
              (local.set $head_i32 (i32.load $side (local.get $src)))
              (local.set $tail_i32 (i32.load $side (local.get $src_tail)))
              (i32.store $main (local.get $dest_tail) (local.get $tail_i32))
              (i32.store $main (local.get $dest) (local.get $head_i32))
              (return))
            (local.set $head_i64 (i64.load $side (local.get $src)))
            (local.set $tail_i64 (i64.load $side (local.get $src_tail)))
            (i64.store $main (local.get $dest_tail) (local.get $tail_i64))
            (i64.store $main (local.get $dest) (local.get $head_i64))
            (return))
          (local.set $head_0 (v128.load $side (local.get $src)))
          (local.set $tail_0 (v128.load $side (local.get $src_tail)))
          (v128.store $main (local.get $dest_tail) (local.get $tail_0))
          (v128.store $main (local.get $dest) (local.get $head_0))
          (return))
        (local.set $head_0 (v128.load $side (local.get $src)))
        (local.set $head_16 (v128.load $side offset=16 (local.get $src)))
        (local.set $tail_0 (v128.load $side (local.get $src_tail)))
        (local.set $tail_16 (v128.load $side offset=16 (local.get $src_tail)))
        (v128.store $main offset=16 (local.get $dest_tail) (local.get $tail_16))
        (v128.store $main (local.get $dest_tail) (local.get $tail_0))
        (v128.store $main offset=16 (local.get $dest) (local.get $head_16))
        (v128.store $main (local.get $dest) (local.get $head_0))
        (return))
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
      (return))
    (memory.copy $main $side (local.get $dest) (local.get $src) (local.get $size)))

  ;; Copies 1 byte from main to side.
  (func $mts_memcpy1 (export "mts_memcpy1") (param $dest i32(;side;)) (param $src i32(;main;))
    (i32.store8 $side (local.get $dest) (i32.load8_u $main (local.get $src))))

  ;; Copies 2 bytes from main to side.
  (func $mts_memcpy2 (export "mts_memcpy2") (param $dest i32(;side;)) (param $src i32(;main;))
    (i32.store16 $side (local.get $dest) (i32.load16_u $main (local.get $src))))

  ;; Copies 4 bytes from main to side.
  (func $mts_memcpy4 (export "mts_memcpy4") (param $dest i32(;side;)) (param $src i32(;main;))
    (i32.store $side (local.get $dest) (i32.load $main (local.get $src))))

  ;; Copies 8 bytes from main to side.
  (func $mts_memcpy8 (export "mts_memcpy8") (param $dest i32(;side;)) (param $src i32(;main;))
    (i64.store $side (local.get $dest) (i64.load $main (local.get $src))))

  ;; Copies 1 byte from side to main.
  (func $stm_memcpy1 (export "stm_memcpy1") (param $dest i32(;main;)) (param $src i32(;side;))
    (i32.store8 $main (local.get $dest) (i32.load8_u $side (local.get $src))))

  ;; Copies 2 bytes from side to main.
  (func $stm_memcpy2 (export "stm_memcpy2") (param $dest i32(;main;)) (param $src i32(;side;))
    (i32.store16 $main (local.get $dest) (i32.load16_u $side (local.get $src))))

  ;; Copies 4 bytes from side to main.
  (func $stm_memcpy4 (export "stm_memcpy4") (param $dest i32(;main;)) (param $src i32(;side;))
    (i32.store $main (local.get $dest) (i32.load $side (local.get $src))))

  ;; Copies 8 bytes from side to main.
  (func $stm_memcpy8 (export "stm_memcpy8") (param $dest i32(;main;)) (param $src i32(;side;))
    (i64.store $main (local.get $dest) (i64.load $side (local.get $src)))))
