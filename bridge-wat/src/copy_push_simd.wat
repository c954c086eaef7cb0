;; copy_push_simd: copies bytes from one memory to another through the other's accessor, with SIMD.
;;
;; One instance per ordered pair of modules, for engines with SIMD but without multi-memory. It has
;; the exports and the results of `copy_push.wat`, whose header says how and why; a chunk is 128
;; bytes here, as eight v128.
;;
;; Width parameters: `from`, `to`. An address is i32, or i64 in a 64-bit memory; `size` is wide only
;; where both are.
;;
;; | export                    | takes                                | copies             |
;; |---------------------------|--------------------------------------|--------------------|
;; | memcpy                    | dest in to, src in from, size: bytes | size bytes         |
;; | memcpy1, …2, …4, …8       | dest in to, src in from: bytes       | 1, 2, 4 or 8 bytes |
;;
;; Traps: exactly where `memory.copy` does, with `out of bounds memory access` and with no byte
;; written: in this module if it is the source that is out of bounds, in the accessor of the
;; destination if only that is.
(module $copy_push_simd
  (import "from" "memory" (memory $from i32(;from;) 0))
  (import "to" "getI8"
    (func $to_get_i8 (param $address i32(;to;)) (result i32)))
  (import "to" "getI64"
    (func $to_get_i64 (param $address i32(;to;)) (result i64)))
  (import "to" "setI8"
    (func $to_set_i8 (param $address i32(;to;)) (param $value i32)))
  (import "to" "setI16"
    (func $to_set_i16 (param $address i32(;to;)) (param $value i32)))
  (import "to" "setI32"
    (func $to_set_i32 (param $address i32(;to;)) (param $value i32)))
  (import "to" "setI64"
    (func $to_set_i64 (param $address i32(;to;)) (param $value i64)))
  (import "to" "setI16x2"
    (func $to_set_i16x2 (param $head i32(;to;)) (param $tail i32(;to;))
      (param $head_value i32) (param $tail_value i32)))
  (import "to" "setI32x2"
    (func $to_set_i32x2 (param $head i32(;to;)) (param $tail i32(;to;))
      (param $head_value i32) (param $tail_value i32)))
  (import "to" "setF64x4"
    (func $to_set_f64x4 (param $head i32(;to;)) (param $tail i32(;to;))
      (param $head_0 f64) (param $inner_head_0 f64) (param $inner_tail_0 f64) (param $tail_0 f64)))
  (import "to" "setV128x8"
    (func $to_set_v128x8 (param $head i32(;to;)) (param $tail i32(;to;))
      (param $head_0 v128) (param $head_16 v128) (param $inner_head_0 v128)
      (param $inner_head_16 v128) (param $inner_tail_0 v128) (param $inner_tail_16 v128)
      (param $tail_0 v128) (param $tail_16 v128)))

  ;; The highest address that each memory's addresses can name. 8 bytes from here on are past the
  ;; end of any memory, even of one with 4 GiB.
  (global $LAST_ADDRESS_FROM i32(;from;) (i32.const(;from;) -1))
  (global $LAST_ADDRESS_TO i32(;to;) (i32.const(;to;) -1))
  ;; The reach of a range without bytes.
  (global $NO_REACH i64 (i64.const -1))
  ;; What one call stores at most, in bytes, and where in it the last quarter begins.
  (global $CHUNK i64 (i64.const 128))
  (global $LAST_QUARTER i64 (i64.const 96))
  ;; The reaches of the smallest copies of the classes, and of the largest that takes one call.
  (global $REACH_OF_2 i64 (i64.const 1))
  (global $REACH_OF_4 i64 (i64.const 3))
  (global $REACH_OF_9 i64 (i64.const 8))
  (global $REACH_OF_33 i64 (i64.const 32))
  (global $REACH_OF_128 i64 (i64.const 127))
  ;; The bit that is set in the reaches of more than two quarters; it is twice the quarter.
  (global $UPPER_OF_9_TO_32 i64 (i64.const 16))
  (global $UPPER_OF_33_TO_128 i64 (i64.const 64))
  ;; The reaches of the quarters, and of the halves, themselves.
  (global $HALF_2 i64 (i64.const 1))
  (global $HALF_4 i64 (i64.const 3))
  (global $QUARTER_8 i64 (i64.const 7))
  (global $QUARTER_32 i64 (i64.const 31))

  ;; Copies $size bytes.
  (func $memcpy (export "memcpy")
    (param $dest i32(;to;)) (param $src i32(;from;)) (param $size i32(;size;))
    (local $reach i64) (local $inset i64)
    (local $dest_tail i32(;to;)) (local $dest_last i32(;to;))
    (local $src_inner_head i32(;from;)) (local $src_inner_tail i32(;from;))
    (local $src_tail i32(;from;)) (local $src_last i32(;from;))
    (local.set $reach (i64.sub (i64.extend_i32_u(;size;) (local.get $size)) (i64.const 1)))
    (local.set $dest_last (i32.add(;to;) (local.get $dest) (i32.wrap_i64(;to;) (local.get $reach))))
    (local.set $src_last
      (i32.add(;from;) (local.get $src) (i32.wrap_i64(;from;) (local.get $reach))))
    (block $not_small
      (br_if $not_small (i64.gt_u (local.get $reach) (global.get $REACH_OF_128)))
      (br_if $not_small (i32.lt_u(;to;) (local.get $dest_last) (local.get $dest)))
      (br_if $not_small (i32.lt_u(;from;) (local.get $src_last) (local.get $src)))
      (if (i64.ge_u (local.get $reach) (global.get $REACH_OF_33))
        (then
          (local.set $inset
            (i64.shr_u (i64.and (local.get $reach) (global.get $UPPER_OF_33_TO_128)) (i64.const 1)))
          (local.set $dest_tail
            (i32.sub(;to;) (local.get $dest_last) (i32.wrap_i64(;to;) (global.get $QUARTER_32))))
          (local.set $src_tail
            (i32.sub(;from;) (local.get $src_last) (i32.wrap_i64(;from;) (global.get $QUARTER_32))))
          (local.set $src_inner_head
            (i32.add(;from;) (local.get $src) (i32.wrap_i64(;from;) (local.get $inset))))
          (local.set $src_inner_tail
            (i32.sub(;from;) (local.get $src_tail) (i32.wrap_i64(;from;) (local.get $inset))))
          (call $to_set_v128x8 (local.get $dest) (local.get $dest_tail)
            (v128.load (local.get $src))
            (v128.load offset=16 (local.get $src))
            (v128.load (local.get $src_inner_head))
            (v128.load offset=16 (local.get $src_inner_head))
            (v128.load (local.get $src_inner_tail))
            (v128.load offset=16 (local.get $src_inner_tail))
            (v128.load (local.get $src_tail))
            (v128.load offset=16 (local.get $src_tail)))
          (return)))
      (if (i64.ge_u (local.get $reach) (global.get $REACH_OF_9))
        (then
          (local.set $inset
            (i64.shr_u (i64.and (local.get $reach) (global.get $UPPER_OF_9_TO_32)) (i64.const 1)))
          (local.set $dest_tail
            (i32.sub(;to;) (local.get $dest_last) (i32.wrap_i64(;to;) (global.get $QUARTER_8))))
          (local.set $src_tail
            (i32.sub(;from;) (local.get $src_last) (i32.wrap_i64(;from;) (global.get $QUARTER_8))))
          (local.set $src_inner_head
            (i32.add(;from;) (local.get $src) (i32.wrap_i64(;from;) (local.get $inset))))
          (local.set $src_inner_tail
            (i32.sub(;from;) (local.get $src_tail) (i32.wrap_i64(;from;) (local.get $inset))))
          (call $to_set_f64x4 (local.get $dest) (local.get $dest_tail)
            (f64.load (local.get $src))
            (f64.load (local.get $src_inner_head))
            (f64.load (local.get $src_inner_tail))
            (f64.load (local.get $src_tail)))
          (return)))
      (if (i64.ge_u (local.get $reach) (global.get $REACH_OF_4))
        (then
          (local.set $dest_tail
            (i32.sub(;to;) (local.get $dest_last) (i32.wrap_i64(;to;) (global.get $HALF_4))))
          (local.set $src_tail
            (i32.sub(;from;) (local.get $src_last) (i32.wrap_i64(;from;) (global.get $HALF_4))))
          (call $to_set_i32x2 (local.get $dest) (local.get $dest_tail)
            (i32.load (local.get $src)) (i32.load (local.get $src_tail)))
          (return)))
      (if (i64.ge_u (local.get $reach) (global.get $REACH_OF_2))
        (then
          (local.set $dest_tail
            (i32.sub(;to;) (local.get $dest_last) (i32.wrap_i64(;to;) (global.get $HALF_2))))
          (local.set $src_tail
            (i32.sub(;from;) (local.get $src_last) (i32.wrap_i64(;from;) (global.get $HALF_2))))
          (call $to_set_i16x2 (local.get $dest) (local.get $dest_tail)
            (i32.load16_u (local.get $src)) (i32.load16_u (local.get $src_tail)))
          (return)))
      (call $to_set_i8 (local.get $dest) (i32.load8_u (local.get $src)))
      (return))
    (call $probe_src (local.get $src) (local.get $reach))
    (call $probe_dest (local.get $dest) (local.get $reach))
    (if (i64.eq (local.get $reach) (global.get $NO_REACH)) (then (return)))
    (if
      (i64.le_u
        (i64.extend_i32_u(;to;) (local.get $dest))
        (i64.extend_i32_u(;from;) (local.get $src)))
      (then
        (call $copy_upwards
          (local.get $dest) (local.get $src) (i64.extend_i32_u(;size;) (local.get $size))))
      (else
        (call $copy_downwards
          (local.get $dest) (local.get $src) (i64.extend_i32_u(;size;) (local.get $size))))))

  ;; Copies 1 byte.
  (func $memcpy1 (export "memcpy1") (param $dest i32(;to;)) (param $src i32(;from;))
    (call $to_set_i8 (local.get $dest) (i32.load8_u (local.get $src))))

  ;; Copies 2 bytes.
  (func $memcpy2 (export "memcpy2") (param $dest i32(;to;)) (param $src i32(;from;))
    (call $to_set_i16 (local.get $dest) (i32.load16_u (local.get $src))))

  ;; Copies 4 bytes.
  (func $memcpy4 (export "memcpy4") (param $dest i32(;to;)) (param $src i32(;from;))
    (call $to_set_i32 (local.get $dest) (i32.load (local.get $src))))

  ;; Copies 8 bytes.
  (func $memcpy8 (export "memcpy8") (param $dest i32(;to;)) (param $src i32(;from;))
    (call $to_set_i64 (local.get $dest) (i64.load (local.get $src))))

  ;; Traps unless the source holds the byte that lies $reach bytes above $address; if $reach says
  ;; that there is none, unless $address is at most the end.
  (func $probe_src (param $address i32(;from;)) (param $reach i64)
    (local $last i32(;from;))
    (local.set $last
      (i32.add(;from;) (local.get $address) (i32.wrap_i64(;from;) (local.get $reach))))
    (if (i64.eq (local.get $reach) (global.get $NO_REACH))
      (then
        (if (i32.eqz(;from;) (local.get $address)) (then (return))))
      (else
        (if (i32.lt_u(;from;) (local.get $last) (local.get $address))
          (then (drop (i64.load (global.get $LAST_ADDRESS_FROM)))))))
    (drop (i32.load8_u (local.get $last))))

  ;; The same for the destination.
  (func $probe_dest (param $address i32(;to;)) (param $reach i64)
    (local $last i32(;to;))
    (local.set $last
      (i32.add(;to;) (local.get $address) (i32.wrap_i64(;to;) (local.get $reach))))
    (if (i64.eq (local.get $reach) (global.get $NO_REACH))
      (then
        (if (i32.eqz(;to;) (local.get $address)) (then (return))))
      (else
        (if (i32.lt_u(;to;) (local.get $last) (local.get $address))
          (then (drop (call $to_get_i64 (global.get $LAST_ADDRESS_TO)))))))
    (drop (call $to_get_i8 (local.get $last))))

  ;; Copies $size > 128 bytes, lowest first: right for one memory if $dest <= $src.
  (func $copy_upwards (param $dest i32(;to;)) (param $src i32(;from;)) (param $size i64)
    (local $done i64) (local $last_chunk i64)
    (local $chunk_dest i32(;to;)) (local $chunk_src i32(;from;))
    (local $kept_0 v128) (local $kept_16 v128) (local $kept_32 v128) (local $kept_48 v128)
    (local $kept_64 v128) (local $kept_80 v128) (local $kept_96 v128) (local $kept_112 v128)
    (local.set $last_chunk (i64.sub (local.get $size) (global.get $CHUNK)))
    (local.set $chunk_src
      (i32.add(;from;) (local.get $src) (i32.wrap_i64(;from;) (local.get $last_chunk))))
    (local.set $kept_0 (v128.load (local.get $chunk_src)))
    (local.set $kept_16 (v128.load offset=16 (local.get $chunk_src)))
    (local.set $kept_32 (v128.load offset=32 (local.get $chunk_src)))
    (local.set $kept_48 (v128.load offset=48 (local.get $chunk_src)))
    (local.set $kept_64 (v128.load offset=64 (local.get $chunk_src)))
    (local.set $kept_80 (v128.load offset=80 (local.get $chunk_src)))
    (local.set $kept_96 (v128.load offset=96 (local.get $chunk_src)))
    (local.set $kept_112 (v128.load offset=112 (local.get $chunk_src)))
    (loop $next_chunk
      (local.set $chunk_dest
        (i32.add(;to;) (local.get $dest) (i32.wrap_i64(;to;) (local.get $done))))
      (local.set $chunk_src
        (i32.add(;from;) (local.get $src) (i32.wrap_i64(;from;) (local.get $done))))
      (call $to_set_v128x8
        (local.get $chunk_dest)
        (i32.add(;to;) (local.get $chunk_dest) (i32.wrap_i64(;to;) (global.get $LAST_QUARTER)))
        (v128.load (local.get $chunk_src)) (v128.load offset=16 (local.get $chunk_src))
        (v128.load offset=32 (local.get $chunk_src)) (v128.load offset=48 (local.get $chunk_src))
        (v128.load offset=64 (local.get $chunk_src)) (v128.load offset=80 (local.get $chunk_src))
        (v128.load offset=96 (local.get $chunk_src)) (v128.load offset=112 (local.get $chunk_src)))
      (local.set $done (i64.add (local.get $done) (global.get $CHUNK)))
      (br_if $next_chunk (i64.lt_u (local.get $done) (local.get $last_chunk))))
    (local.set $chunk_dest
      (i32.add(;to;) (local.get $dest) (i32.wrap_i64(;to;) (local.get $last_chunk))))
    (call $to_set_v128x8
      (local.get $chunk_dest)
      (i32.add(;to;) (local.get $chunk_dest) (i32.wrap_i64(;to;) (global.get $LAST_QUARTER)))
      (local.get $kept_0) (local.get $kept_16) (local.get $kept_32) (local.get $kept_48)
      (local.get $kept_64) (local.get $kept_80) (local.get $kept_96) (local.get $kept_112)))

  ;; Copies $size > 128 bytes, highest first: right for one memory if $dest >= $src.
  (func $copy_downwards (param $dest i32(;to;)) (param $src i32(;from;)) (param $size i64)
    (local $left i64)
    (local $chunk_dest i32(;to;)) (local $chunk_src i32(;from;))
    (local $kept_0 v128) (local $kept_16 v128) (local $kept_32 v128) (local $kept_48 v128)
    (local $kept_64 v128) (local $kept_80 v128) (local $kept_96 v128) (local $kept_112 v128)
    (local.set $kept_0 (v128.load (local.get $src)))
    (local.set $kept_16 (v128.load offset=16 (local.get $src)))
    (local.set $kept_32 (v128.load offset=32 (local.get $src)))
    (local.set $kept_48 (v128.load offset=48 (local.get $src)))
    (local.set $kept_64 (v128.load offset=64 (local.get $src)))
    (local.set $kept_80 (v128.load offset=80 (local.get $src)))
    (local.set $kept_96 (v128.load offset=96 (local.get $src)))
    (local.set $kept_112 (v128.load offset=112 (local.get $src)))
    (local.set $left (local.get $size))
    (loop $next_chunk
      (local.set $left (i64.sub (local.get $left) (global.get $CHUNK)))
      (local.set $chunk_dest
        (i32.add(;to;) (local.get $dest) (i32.wrap_i64(;to;) (local.get $left))))
      (local.set $chunk_src
        (i32.add(;from;) (local.get $src) (i32.wrap_i64(;from;) (local.get $left))))
      (call $to_set_v128x8
        (local.get $chunk_dest)
        (i32.add(;to;) (local.get $chunk_dest) (i32.wrap_i64(;to;) (global.get $LAST_QUARTER)))
        (v128.load (local.get $chunk_src)) (v128.load offset=16 (local.get $chunk_src))
        (v128.load offset=32 (local.get $chunk_src)) (v128.load offset=48 (local.get $chunk_src))
        (v128.load offset=64 (local.get $chunk_src)) (v128.load offset=80 (local.get $chunk_src))
        (v128.load offset=96 (local.get $chunk_src)) (v128.load offset=112 (local.get $chunk_src)))
      (br_if $next_chunk (i64.gt_u (local.get $left) (global.get $CHUNK))))
    (call $to_set_v128x8
      (local.get $dest)
      (i32.add(;to;) (local.get $dest) (i32.wrap_i64(;to;) (global.get $LAST_QUARTER)))
      (local.get $kept_0) (local.get $kept_16) (local.get $kept_32) (local.get $kept_48)
      (local.get $kept_64) (local.get $kept_80) (local.get $kept_96) (local.get $kept_112))))
