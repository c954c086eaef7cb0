;; accessor_simd: reads and writes one module's memory from outside of it, 16 bytes at a time.
;;
;; One instance per module that has a memory, on engines with SIMD. Imported by the fallback bridge
;; and `copy_push_simd.wat`, by peers as plain functions (`main_getI8`, `rb:<peer>`), and by guests
;; through `rbBridge` strings. It is `accessor.wat` with v128 in place of the many f64.
;;
;; Width parameter: `memory`. An address is i32, or i64 for a 64-bit memory.
;;
;; | export                        | takes                      | gives                           |
;; |-------------------------------|----------------------------|---------------------------------|
;; | getI8 getI16                  | address in bytes           | 1 or 2 bytes, zero-extended i32 |
;; | getI32 getI64 getF32 getF64   | address in bytes           | the value, little-endian        |
;; | setI8 setI16                  | address in bytes, i32      | stores the low 1 or 2 bytes     |
;; | setI32 setI64 setF32 setF64   | address in bytes, value    | stores the value, little-endian |
;; | setI16x2 setI32x2 setI64x2    | 2 addresses, 2 values      | stores one value at each        |
;; | setV128x2 setV128x4 setV128x8 | 2 addresses, 2–8 values    | stores half of them at each     |
;; | rbBridge rbBridgeFb           | library id, name's address | function pointer, or 0          |
;;
;; The setters of several values take the address of a head and of a tail, and store the first half
;; of the values one after the other from the head on, the second half from the tail on. The two may
;; overlap; then the head's values win, so give both the same there.
;;
;; Traps: a get or set traps with `out of bounds memory access`, and stores nothing, if and only if
;; address + width is past the end of the memory. No alignment is needed. A setter of several values
;; stores the highest first, so that it stores all or nothing; that needs a tail which is not below
;; its head, and one that is traps with `unreachable`, and stores nothing.
(module $accessor
  (import "env" "memory" (memory $memory i32(;memory;) 0))
  (import "env" "rbBridge"
    (func $rb_bridge (param $library i32) (param $name i32(;memory;)) (result i32(;memory;))))
  (import "env" "rbBridgeFb"
    (func $rb_bridge_fb (param $library i32) (param $name i32(;memory;)) (result i32(;memory;))))

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
    (param $head_0 i32) (param $tail_0 i32)
    (if (i32.lt_u(;memory;) (local.get $tail) (local.get $head)) (then (unreachable)))
    (i32.store16 (local.get $tail) (local.get $tail_0))
    (i32.store16 (local.get $head) (local.get $head_0)))

  ;; Stores 4 bytes at $head and 4 at $tail, or nothing.
  (func $set_i32x2 (export "setI32x2")
    (param $head i32(;memory;)) (param $tail i32(;memory;))
    (param $head_0 i32) (param $tail_0 i32)
    (if (i32.lt_u(;memory;) (local.get $tail) (local.get $head)) (then (unreachable)))
    (i32.store (local.get $tail) (local.get $tail_0))
    (i32.store (local.get $head) (local.get $head_0)))

  ;; Stores 8 bytes at $head and 8 at $tail, or nothing.
  (func $set_i64x2 (export "setI64x2")
    (param $head i32(;memory;)) (param $tail i32(;memory;))
    (param $head_0 i64) (param $tail_0 i64)
    (if (i32.lt_u(;memory;) (local.get $tail) (local.get $head)) (then (unreachable)))
    (i64.store (local.get $tail) (local.get $tail_0))
    (i64.store (local.get $head) (local.get $head_0)))

  ;; Stores 16 bytes at $head and 16 at $tail, or nothing.
  (func $set_v128x2 (export "setV128x2")
    (param $head i32(;memory;)) (param $tail i32(;memory;))
    (param $head_0 v128) (param $tail_0 v128)
    (if (i32.lt_u(;memory;) (local.get $tail) (local.get $head)) (then (unreachable)))
    (v128.store (local.get $tail) (local.get $tail_0))
    (v128.store (local.get $head) (local.get $head_0)))

  ;; Stores 32 bytes at $head and 32 at $tail, or nothing.
  (func $set_v128x4 (export "setV128x4")
    (param $head i32(;memory;)) (param $tail i32(;memory;))
    (param $head_0 v128) (param $head_16 v128) (param $tail_0 v128) (param $tail_16 v128)
    (if (i32.lt_u(;memory;) (local.get $tail) (local.get $head)) (then (unreachable)))
    (v128.store offset=16 (local.get $tail) (local.get $tail_16))
    (v128.store (local.get $tail) (local.get $tail_0))
    (v128.store offset=16 (local.get $head) (local.get $head_16))
    (v128.store (local.get $head) (local.get $head_0)))

  ;; Stores 64 bytes at $head and 64 at $tail, or nothing.
  (func $set_v128x8 (export "setV128x8")
    (param $head i32(;memory;)) (param $tail i32(;memory;))
    (param $head_0 v128) (param $head_16 v128) (param $head_32 v128) (param $head_48 v128)
    (param $tail_0 v128) (param $tail_16 v128) (param $tail_32 v128) (param $tail_48 v128)
    (if (i32.lt_u(;memory;) (local.get $tail) (local.get $head)) (then (unreachable)))
    (v128.store offset=48 (local.get $tail) (local.get $tail_48))
    (v128.store offset=32 (local.get $tail) (local.get $tail_32))
    (v128.store offset=16 (local.get $tail) (local.get $tail_16))
    (v128.store (local.get $tail) (local.get $tail_0))
    (v128.store offset=48 (local.get $head) (local.get $head_48))
    (v128.store offset=32 (local.get $head) (local.get $head_32))
    (v128.store offset=16 (local.get $head) (local.get $head_16))
    (v128.store (local.get $head) (local.get $head_0))))
