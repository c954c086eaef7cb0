;; accessor: reads and writes one module's memory from outside of it.
;;
;; One instance per module that has a memory. Imported by the fallback bridge, by peers as plain
;; functions (`main_getI8`, `rb:<peer>`), and by guests through `rbBridge` strings.
;;
;; Width parameter: `memory`. An address is i32, or i64 for a 64-bit memory.
;;
;; | export                        | takes                      | gives                           |
;; |-------------------------------|----------------------------|---------------------------------|
;; | getI8 getI16                  | address in bytes           | 1 or 2 bytes, zero-extended i32 |
;; | getI32 getI64 getF32 getF64   | address in bytes           | the value, little-endian        |
;; | setI8 setI16                  | address in bytes, i32      | stores the low 1 or 2 bytes     |
;; | setI32 setI64 setF32 setF64   | address in bytes, value    | stores the value, little-endian |
;; | rbBridge rbBridgeFb           | library id, name's address | function pointer, or 0          |
;;
;; Traps: a get or set traps with `out of bounds memory access`, and stores nothing, if and only if
;; address + width is past the end of the memory. No alignment is needed.
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
    (f64.store (local.get $address) (local.get $value))))
