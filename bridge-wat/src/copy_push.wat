;; copy_push: copies bytes from one memory to another by storing through the other's accessor.
;;
;; One instance per ordered pair of modules, for engines without multi-memory and without SIMD;
;; `copy_push_simd.wat` is the same with v128 in place of two f64. Imported by the two modules
;; (`…_fb`), and by guests through `rbBridgeFb` strings.
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
;; destination if the source is not.
;;
;; How: loads are this module's own, since it imports the source's memory; only a store is a call.
;; So it hands over as much as fits the registers. 1 to 128 bytes take one call, in the classes of
;; `bridge.wat`; more take one call per 128 bytes, after the last byte of each range was read: a
;; memory never shrinks, hence nothing can trap after that. Both sides may be the same memory, and
;; this module cannot see it, so a large copy runs in the direction that is right if they are:
;; upwards where dest <= src, else downwards. Its last chunk is full as well, and overlaps the one
;; before; it is loaded before the first store, which might reach what it reads.
;; Chunks of 8 bytes travel as f64, bit for bit: there are more registers for them than for i64.
(module $copy_push
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
      (param $head_0 i32) (param $tail_0 i32)))
  (import "to" "setI32x2"
    (func $to_set_i32x2 (param $head i32(;to;)) (param $tail i32(;to;))
      (param $head_0 i32) (param $tail_0 i32)))
  (import "to" "setI64x2"
    (func $to_set_i64x2 (param $head i32(;to;)) (param $tail i32(;to;))
      (param $head_0 i64) (param $tail_0 i64)))
  (import "to" "setF64x4"
    (func $to_set_f64x4 (param $head i32(;to;)) (param $tail i32(;to;))
      (param $head_0 f64) (param $head_8 f64) (param $tail_0 f64) (param $tail_8 f64)))
  (import "to" "setF64x8"
    (func $to_set_f64x8 (param $head i32(;to;)) (param $tail i32(;to;))
      (param $head_0 f64) (param $head_8 f64) (param $head_16 f64) (param $head_24 f64)
      (param $tail_0 f64) (param $tail_8 f64) (param $tail_16 f64) (param $tail_24 f64)))
  (import "to" "setF64x16"
    (func $to_set_f64x16 (param $head i32(;to;)) (param $tail i32(;to;))
      (param $head_0 f64) (param $head_8 f64) (param $head_16 f64) (param $head_24 f64)
      (param $head_32 f64) (param $head_40 f64) (param $head_48 f64) (param $head_56 f64)
      (param $tail_0 f64) (param $tail_8 f64) (param $tail_16 f64) (param $tail_24 f64)
      (param $tail_32 f64) (param $tail_40 f64) (param $tail_48 f64) (param $tail_56 f64)))

  ;; The highest address that each memory's addresses can name. 8 bytes from here on are past the
  ;; end of any memory, even of one with 4 GiB.
  (global $LAST_ADDRESS_FROM i32(;from;) (i32.const(;from;) -1))
  (global $LAST_ADDRESS_TO i32(;to;) (i32.const(;to;) -1))
  ;; What one call stores at most, in bytes, and one of its halves.
  (global $CHUNK i64 (i64.const 128))
  (global $HALF_CHUNK i64 (i64.const 64))
  ;; The reach of a range without bytes.
  (global $NO_REACH i64 (i64.const -1))
  ;; The bits of an i64, and the highest of them.
  (global $N_BITS i64 (i64.const 64))
  (global $TOP_BIT i64 (i64.const 0x8000_0000_0000_0000))

  ;; Copies $size bytes.
  (func $memcpy (export "memcpy")
    (param $dest i32(;to;)) (param $src i32(;from;)) (param $size i32(;size;))
    (local $dest_tail i32(;to;)) (local $src_tail i32(;from;))
    (local $reach i64) (local $n_leading_zeros i64) (local $tail_distance i64)
    ;; How far the last byte lies above the first; all ones if there is no byte.
    (local.set $reach (i64.sub (i64.extend_i32_u(;size;) (local.get $size)) (i64.const 1)))
    (local.set $n_leading_zeros (i64.clz (local.get $reach)))
    (local.set $tail_distance
      (i64.sub
        (i64.extend_i32_u(;size;) (local.get $size))
        (i64.shr_u (global.get $TOP_BIT) (local.get $n_leading_zeros))))
    (local.set $dest_tail
      (i32.add(;to;) (local.get $dest) (i32.wrap_i64(;to;) (local.get $tail_distance))))
    (local.set $src_tail
      (i32.add(;from;) (local.get $src) (i32.wrap_i64(;from;) (local.get $tail_distance))))
    (block $not_small
      (br_if $not_small
        (i32.lt_u(;to;)
          (i32.add(;to;) (local.get $dest) (i32.wrap_i64(;to;) (local.get $reach)))
          (local.get $dest)))
      (br_if $not_small
        (i32.lt_u(;from;)
          (i32.add(;from;) (local.get $src) (i32.wrap_i64(;from;) (local.get $reach)))
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
                        $size_9_to_16 $size_17_to_32 $size_33_to_64 $size_65_to_128 $not_small
                        (i32.wrap_i64 (i64.sub (global.get $N_BITS) (local.get $n_leading_zeros)))))
                    (call $to_set_i8 (local.get $dest) (i32.load8_u (local.get $src)))
                    (return))
                  (call $to_set_i16 (local.get $dest) (i32.load16_u (local.get $src)))
                  (return))
                (call $to_set_i16x2
                  (local.get $dest) (local.get $dest_tail)
                  (i32.load16_u (local.get $src)) (i32.load16_u (local.get $src_tail)))
                (return))
              (call $to_set_i32x2
                (local.get $dest) (local.get $dest_tail)
                (i32.load (local.get $src)) (i32.load (local.get $src_tail)))
              (return))
            (call $to_set_i64x2
              (local.get $dest) (local.get $dest_tail)
              (i64.load (local.get $src)) (i64.load (local.get $src_tail)))
            (return))
          (call $to_set_f64x4
            (local.get $dest) (local.get $dest_tail)
            (f64.load (local.get $src)) (f64.load offset=8 (local.get $src))
            (f64.load (local.get $src_tail)) (f64.load offset=8 (local.get $src_tail)))
          (return))
        (call $to_set_f64x8
          (local.get $dest) (local.get $dest_tail)
          (f64.load (local.get $src)) (f64.load offset=8 (local.get $src))
          (f64.load offset=16 (local.get $src)) (f64.load offset=24 (local.get $src))
          (f64.load (local.get $src_tail)) (f64.load offset=8 (local.get $src_tail))
          (f64.load offset=16 (local.get $src_tail)) (f64.load offset=24 (local.get $src_tail)))
        (return))
      (call $to_set_f64x16
        (local.get $dest) (local.get $dest_tail)
        (f64.load (local.get $src)) (f64.load offset=8 (local.get $src))
        (f64.load offset=16 (local.get $src)) (f64.load offset=24 (local.get $src))
        (f64.load offset=32 (local.get $src)) (f64.load offset=40 (local.get $src))
        (f64.load offset=48 (local.get $src)) (f64.load offset=56 (local.get $src))
        (f64.load (local.get $src_tail)) (f64.load offset=8 (local.get $src_tail))
        (f64.load offset=16 (local.get $src_tail)) (f64.load offset=24 (local.get $src_tail))
        (f64.load offset=32 (local.get $src_tail)) (f64.load offset=40 (local.get $src_tail))
        (f64.load offset=48 (local.get $src_tail)) (f64.load offset=56 (local.get $src_tail)))
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
    (local $kept_0 f64) (local $kept_8 f64) (local $kept_16 f64) (local $kept_24 f64)
    (local $kept_32 f64) (local $kept_40 f64) (local $kept_48 f64) (local $kept_56 f64)
    (local $kept_64 f64) (local $kept_72 f64) (local $kept_80 f64) (local $kept_88 f64)
    (local $kept_96 f64) (local $kept_104 f64) (local $kept_112 f64) (local $kept_120 f64)
    (local.set $last_chunk (i64.sub (local.get $size) (global.get $CHUNK)))
    (local.set $chunk_src
      (i32.add(;from;) (local.get $src) (i32.wrap_i64(;from;) (local.get $last_chunk))))
    (local.set $kept_0 (f64.load (local.get $chunk_src)))
    (local.set $kept_8 (f64.load offset=8 (local.get $chunk_src)))
    (local.set $kept_16 (f64.load offset=16 (local.get $chunk_src)))
    (local.set $kept_24 (f64.load offset=24 (local.get $chunk_src)))
    (local.set $kept_32 (f64.load offset=32 (local.get $chunk_src)))
    (local.set $kept_40 (f64.load offset=40 (local.get $chunk_src)))
    (local.set $kept_48 (f64.load offset=48 (local.get $chunk_src)))
    (local.set $kept_56 (f64.load offset=56 (local.get $chunk_src)))
    (local.set $kept_64 (f64.load offset=64 (local.get $chunk_src)))
    (local.set $kept_72 (f64.load offset=72 (local.get $chunk_src)))
    (local.set $kept_80 (f64.load offset=80 (local.get $chunk_src)))
    (local.set $kept_88 (f64.load offset=88 (local.get $chunk_src)))
    (local.set $kept_96 (f64.load offset=96 (local.get $chunk_src)))
    (local.set $kept_104 (f64.load offset=104 (local.get $chunk_src)))
    (local.set $kept_112 (f64.load offset=112 (local.get $chunk_src)))
    (local.set $kept_120 (f64.load offset=120 (local.get $chunk_src)))
    (loop $next_chunk
      (local.set $chunk_dest
        (i32.add(;to;) (local.get $dest) (i32.wrap_i64(;to;) (local.get $done))))
      (local.set $chunk_src
        (i32.add(;from;) (local.get $src) (i32.wrap_i64(;from;) (local.get $done))))
      (call $to_set_f64x16
        (local.get $chunk_dest)
        (i32.add(;to;) (local.get $chunk_dest) (i32.wrap_i64(;to;) (global.get $HALF_CHUNK)))
        (f64.load (local.get $chunk_src)) (f64.load offset=8 (local.get $chunk_src))
        (f64.load offset=16 (local.get $chunk_src)) (f64.load offset=24 (local.get $chunk_src))
        (f64.load offset=32 (local.get $chunk_src)) (f64.load offset=40 (local.get $chunk_src))
        (f64.load offset=48 (local.get $chunk_src)) (f64.load offset=56 (local.get $chunk_src))
        (f64.load offset=64 (local.get $chunk_src)) (f64.load offset=72 (local.get $chunk_src))
        (f64.load offset=80 (local.get $chunk_src)) (f64.load offset=88 (local.get $chunk_src))
        (f64.load offset=96 (local.get $chunk_src)) (f64.load offset=104 (local.get $chunk_src))
        (f64.load offset=112 (local.get $chunk_src)) (f64.load offset=120 (local.get $chunk_src)))
      (local.set $done (i64.add (local.get $done) (global.get $CHUNK)))
      (br_if $next_chunk (i64.lt_u (local.get $done) (local.get $last_chunk))))
    (local.set $chunk_dest
      (i32.add(;to;) (local.get $dest) (i32.wrap_i64(;to;) (local.get $last_chunk))))
    (call $to_set_f64x16
      (local.get $chunk_dest)
      (i32.add(;to;) (local.get $chunk_dest) (i32.wrap_i64(;to;) (global.get $HALF_CHUNK)))
      (local.get $kept_0) (local.get $kept_8) (local.get $kept_16) (local.get $kept_24)
      (local.get $kept_32) (local.get $kept_40) (local.get $kept_48) (local.get $kept_56)
      (local.get $kept_64) (local.get $kept_72) (local.get $kept_80) (local.get $kept_88)
      (local.get $kept_96) (local.get $kept_104) (local.get $kept_112) (local.get $kept_120)))

  ;; Copies $size > 128 bytes, highest first: right for one memory if $dest >= $src.
  (func $copy_downwards (param $dest i32(;to;)) (param $src i32(;from;)) (param $size i64)
    (local $left i64)
    (local $chunk_dest i32(;to;)) (local $chunk_src i32(;from;))
    (local $kept_0 f64) (local $kept_8 f64) (local $kept_16 f64) (local $kept_24 f64)
    (local $kept_32 f64) (local $kept_40 f64) (local $kept_48 f64) (local $kept_56 f64)
    (local $kept_64 f64) (local $kept_72 f64) (local $kept_80 f64) (local $kept_88 f64)
    (local $kept_96 f64) (local $kept_104 f64) (local $kept_112 f64) (local $kept_120 f64)
    (local.set $kept_0 (f64.load (local.get $src)))
    (local.set $kept_8 (f64.load offset=8 (local.get $src)))
    (local.set $kept_16 (f64.load offset=16 (local.get $src)))
    (local.set $kept_24 (f64.load offset=24 (local.get $src)))
    (local.set $kept_32 (f64.load offset=32 (local.get $src)))
    (local.set $kept_40 (f64.load offset=40 (local.get $src)))
    (local.set $kept_48 (f64.load offset=48 (local.get $src)))
    (local.set $kept_56 (f64.load offset=56 (local.get $src)))
    (local.set $kept_64 (f64.load offset=64 (local.get $src)))
    (local.set $kept_72 (f64.load offset=72 (local.get $src)))
    (local.set $kept_80 (f64.load offset=80 (local.get $src)))
    (local.set $kept_88 (f64.load offset=88 (local.get $src)))
    (local.set $kept_96 (f64.load offset=96 (local.get $src)))
    (local.set $kept_104 (f64.load offset=104 (local.get $src)))
    (local.set $kept_112 (f64.load offset=112 (local.get $src)))
    (local.set $kept_120 (f64.load offset=120 (local.get $src)))
    (local.set $left (local.get $size))
    (loop $next_chunk
      (local.set $left (i64.sub (local.get $left) (global.get $CHUNK)))
      (local.set $chunk_dest
        (i32.add(;to;) (local.get $dest) (i32.wrap_i64(;to;) (local.get $left))))
      (local.set $chunk_src
        (i32.add(;from;) (local.get $src) (i32.wrap_i64(;from;) (local.get $left))))
      (call $to_set_f64x16
        (local.get $chunk_dest)
        (i32.add(;to;) (local.get $chunk_dest) (i32.wrap_i64(;to;) (global.get $HALF_CHUNK)))
        (f64.load (local.get $chunk_src)) (f64.load offset=8 (local.get $chunk_src))
        (f64.load offset=16 (local.get $chunk_src)) (f64.load offset=24 (local.get $chunk_src))
        (f64.load offset=32 (local.get $chunk_src)) (f64.load offset=40 (local.get $chunk_src))
        (f64.load offset=48 (local.get $chunk_src)) (f64.load offset=56 (local.get $chunk_src))
        (f64.load offset=64 (local.get $chunk_src)) (f64.load offset=72 (local.get $chunk_src))
        (f64.load offset=80 (local.get $chunk_src)) (f64.load offset=88 (local.get $chunk_src))
        (f64.load offset=96 (local.get $chunk_src)) (f64.load offset=104 (local.get $chunk_src))
        (f64.load offset=112 (local.get $chunk_src)) (f64.load offset=120 (local.get $chunk_src)))
      (br_if $next_chunk (i64.gt_u (local.get $left) (global.get $CHUNK))))
    (call $to_set_f64x16
      (local.get $dest)
      (i32.add(;to;) (local.get $dest) (i32.wrap_i64(;to;) (global.get $HALF_CHUNK)))
      (local.get $kept_0) (local.get $kept_8) (local.get $kept_16) (local.get $kept_24)
      (local.get $kept_32) (local.get $kept_40) (local.get $kept_48) (local.get $kept_56)
      (local.get $kept_64) (local.get $kept_72) (local.get $kept_80) (local.get $kept_88)
      (local.get $kept_96) (local.get $kept_104) (local.get $kept_112) (local.get $kept_120))))
