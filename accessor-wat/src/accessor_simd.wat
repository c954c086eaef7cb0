;; accessor_simd: reads and writes one module's memory from outside of it, with SIMD.
;;
;; One instance per module that has a memory, on engines with SIMD. Imported by the fallback bridge
;; and by `copy_push_simd.wat`, by peers as plain functions (`main_getI8`, `rb:<peer>`), and by
;; guests through `rbBridge` strings. It is `accessor.wat` but for the widest setter.
;;
;; Width parameter: `memory`. An address is i32, or i64 for a 64-bit memory.
;;
;; | export                        | takes                      | gives                           |
;; |-------------------------------|----------------------------|---------------------------------|
;; | getI8 getI16                  | address in bytes           | 1 or 2 bytes, zero-extended i32 |
;; | getI32 getI64 getF32 getF64   | address in bytes           | the value, little-endian        |
;; | setI8 setI16                  | address in bytes, i32      | stores the low 1 or 2 bytes     |
;; | setI32 setI64 setF32 setF64   | address in bytes, value    | stores the value, little-endian |
;; | setI16x2 setI32x2             | head, tail, 2 values       | stores one value at each        |
;; | setF64x4                      | head, tail, 4 values       | stores 4 quarters of 8 bytes    |
;; | setV128x8                     | head, tail, 8 values       | stores 4 quarters of 32 bytes   |
;; | rbBridge rbBridgeFb           | library id, name's address | function pointer, or 0          |
;;
;; The setters of several values store a range that is up to twice, or four times, as long as one of
;; its parts: the first part at the address head, the last one at the address tail. Four parts are
;; quarters as in `bridge.wat`: the inner two lie one quarter inwards of the outer ones, or, where
;; the range is at most two quarters long, in the same places as these. Parts overlap, so a caller
;; gives the same bytes for the same place. f64 values keep every bit.
;;
;; Traps: a get or set traps with `out of bounds memory access`, and stores nothing, if and only if
;; address + width is past the end of the memory. No alignment is needed. A setter of several values
;; stores the highest first, so that it stores all or nothing; that needs a tail which is not below
;; its head, and one that is traps with `unreachable`, and stores nothing.
(module $accessor_simd
  (import "env" "memory" (memory $memory i32(;memory;) 0))
  (import "env" "rbBridge"
    (func $rb_bridge (param $library i32) (param $name i32(;memory;)) (result i32(;memory;))))
  (import "env" "rbBridgeFb"
    (func $rb_bridge_fb (param $library i32) (param $name i32(;memory;)) (result i32(;memory;))))

  ;; How far the last byte of a quarter lies above its first.
  (global $QUARTER_8 i32(;memory;) (i32.const(;memory;) 7))
  (global $QUARTER_32 i32(;memory;) (i32.const(;memory;) 31))
  ;; The bit that is set, in how far the last byte of all lies above the first, where all are more
  ;; than two quarters; it is twice the quarter.
  (global $UPPER_OF_9_TO_32 i32(;memory;) (i32.const(;memory;) 16))
  (global $UPPER_OF_33_TO_128 i32(;memory;) (i32.const(;memory;) 64))

  (export "rbBridge" (func $rb_bridge))
  (export "rbBridgeFb" (func $rb_bridge_fb))

  ;; Gives the byte at $address, zero-extended.
  (func $get_i8 (export "getI8") (param $address i32(;memory;)) (result i32)
    (i32.load8_u (local.get $address)))

  ;; Gives the 2 bytes at $address, zero-extended.
  (func $get_i16 (export "getI16") (param $address i32(;memory;)) (result i32)
    (i32.load16_u (local.get $address)))

  ;; Gives the i32 at $address.
  (func $get_i32 (export "getI32") (param $address i32(;memory;)) (result i32)
    (i32.load (local.get $address)))

  ;; Gives the i64 at $address.
  (func $get_i64 (export "getI64") (param $address i32(;memory;)) (result i64)
    (i64.load (local.get $address)))

  ;; Gives the f32 at $address, bit for bit.
  (func $get_f32 (export "getF32") (param $address i32(;memory;)) (result f32)
    (f32.load (local.get $address)))

  ;; Gives the f64 at $address, bit for bit.
  (func $get_f64 (export "getF64") (param $address i32(;memory;)) (result f64)
    (f64.load (local.get $address)))

  ;; Stores the low byte of $value at $address.
  (func $set_i8 (export "setI8") (param $address i32(;memory;)) (param $value i32)
    (i32.store8 (local.get $address) (local.get $value)))

  ;; Stores the low 2 bytes of $value at $address.
  (func $set_i16 (export "setI16") (param $address i32(;memory;)) (param $value i32)
    (i32.store16 (local.get $address) (local.get $value)))

  ;; Stores $value at $address.
  (func $set_i32 (export "setI32") (param $address i32(;memory;)) (param $value i32)
    (i32.store (local.get $address) (local.get $value)))

  ;; Stores $value at $address.
  (func $set_i64 (export "setI64") (param $address i32(;memory;)) (param $value i64)
    (i64.store (local.get $address) (local.get $value)))

  ;; Stores $value at $address, bit for bit.
  (func $set_f32 (export "setF32") (param $address i32(;memory;)) (param $value f32)
    (f32.store (local.get $address) (local.get $value)))

  ;; Stores $value at $address, bit for bit.
  (func $set_f64 (export "setF64") (param $address i32(;memory;)) (param $value f64)
    (f64.store (local.get $address) (local.get $value)))

  ;; Stores 2 bytes at $head and 2 at $tail, or nothing.
  (func $set_i16x2 (export "setI16x2")
    (param $head i32(;memory;)) (param $tail i32(;memory;))
    (param $head_value i32) (param $tail_value i32)
    (if (i32.lt_u(;memory;) (local.get $tail) (local.get $head)) (then (unreachable)))
    (i32.store16 (local.get $tail) (local.get $tail_value))
    (i32.store16 (local.get $head) (local.get $head_value)))

  ;; Stores 4 bytes at $head and 4 at $tail, or nothing.
  (func $set_i32x2 (export "setI32x2")
    (param $head i32(;memory;)) (param $tail i32(;memory;))
    (param $head_value i32) (param $tail_value i32)
    (if (i32.lt_u(;memory;) (local.get $tail) (local.get $head)) (then (unreachable)))
    (i32.store (local.get $tail) (local.get $tail_value))
    (i32.store (local.get $head) (local.get $head_value)))

  ;; Stores four quarters of 8 bytes, the first at $head, the last at $tail, or nothing.
  (func $set_f64x4 (export "setF64x4")
    (param $head i32(;memory;)) (param $tail i32(;memory;))
    (param $head_0 f64) (param $inner_head_0 f64) (param $inner_tail_0 f64) (param $tail_0 f64)
    (local $inset i32(;memory;)) (local $inner_head i32(;memory;)) (local $inner_tail i32(;memory;))
    (if (i32.lt_u(;memory;) (local.get $tail) (local.get $head)) (then (unreachable)))
    (local.set $inset
      (i32.shr_u(;memory;)
        (i32.and(;memory;)
          (i32.add(;memory;)
            (i32.sub(;memory;) (local.get $tail) (local.get $head))
            (global.get $QUARTER_8))
          (global.get $UPPER_OF_9_TO_32))
        (i32.const(;memory;) 1)))
    (local.set $inner_head (i32.add(;memory;) (local.get $head) (local.get $inset)))
    (local.set $inner_tail (i32.sub(;memory;) (local.get $tail) (local.get $inset)))
    (f64.store (local.get $tail) (local.get $tail_0))
    (f64.store (local.get $inner_tail) (local.get $inner_tail_0))
    (f64.store (local.get $inner_head) (local.get $inner_head_0))
    (f64.store (local.get $head) (local.get $head_0)))

  ;; Stores four quarters of 32 bytes, the first at $head, the last at $tail, or nothing.
  (func $set_v128x8 (export "setV128x8")
    (param $head i32(;memory;)) (param $tail i32(;memory;))
    (param $head_0 v128) (param $head_16 v128) (param $inner_head_0 v128)
    (param $inner_head_16 v128) (param $inner_tail_0 v128) (param $inner_tail_16 v128)
    (param $tail_0 v128) (param $tail_16 v128)
    (local $inset i32(;memory;)) (local $inner_head i32(;memory;)) (local $inner_tail i32(;memory;))
    (if (i32.lt_u(;memory;) (local.get $tail) (local.get $head)) (then (unreachable)))
    (local.set $inset
      (i32.shr_u(;memory;)
        (i32.and(;memory;)
          (i32.add(;memory;)
            (i32.sub(;memory;) (local.get $tail) (local.get $head))
            (global.get $QUARTER_32))
          (global.get $UPPER_OF_33_TO_128))
        (i32.const(;memory;) 1)))
    (local.set $inner_head (i32.add(;memory;) (local.get $head) (local.get $inset)))
    (local.set $inner_tail (i32.sub(;memory;) (local.get $tail) (local.get $inset)))
    (v128.store offset=16 (local.get $tail) (local.get $tail_16))
    (v128.store (local.get $tail) (local.get $tail_0))
    (v128.store offset=16 (local.get $inner_tail) (local.get $inner_tail_16))
    (v128.store (local.get $inner_tail) (local.get $inner_tail_0))
    (v128.store offset=16 (local.get $inner_head) (local.get $inner_head_16))
    (v128.store (local.get $inner_head) (local.get $inner_head_0))
    (v128.store offset=16 (local.get $head) (local.get $head_16))
    (v128.store (local.get $head) (local.get $head_0))))
