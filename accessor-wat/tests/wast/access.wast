;; Every getter and setter moves the bytes its name says, little-endian and at any alignment, and
;; traps without storing anything as soon as one byte lies past the end of the memory.
;;! parameters memory

(module $env
  (memory (export "memory") i32(;memory;) 1)
  (data (i32.const(;memory;) 16) "\81\92\a3\b4\c5\d6\e7\f8")
  (func (export "grow") (result i32(;memory;)) (memory.grow (i32.const(;memory;) 1)))
  (func (export "byte") (param $address i32(;memory;)) (result i32)
    (i32.load8_u (local.get $address)))
  (func (export "rbBridge") (param $library i32) (param $name i32(;memory;)) (result i32(;memory;))
    (i32.const(;memory;) 7))
  (func (export "rbBridgeFb") (param $library i32) (param $name i32(;memory;))
    (result i32(;memory;))
    (i32.const(;memory;) 9)))
(register "env")
;;! module $accessor accessor memory
(register "accessor")

;; Getters; narrow ones extend with zeros, not with the sign.
(assert_return (invoke "getI8" (i32.const(;memory;) 16)) (i32.const 0x81))
(assert_return (invoke "getI16" (i32.const(;memory;) 16)) (i32.const 0x9281))
(assert_return (invoke "getI32" (i32.const(;memory;) 16)) (i32.const 0xb4a3_9281))
(assert_return (invoke "getI64" (i32.const(;memory;) 16)) (i64.const 0xf8e7_d6c5_b4a3_9281))
(assert_return (invoke "getI64" (i32.const(;memory;) 13)) (i64.const 0xc5b4_a392_8100_0000))

;; Setters; narrow ones store the low bytes only.
(assert_return (invoke "setI8" (i32.const(;memory;) 33) (i32.const 0x1122_3344)))
(assert_return (invoke "getI32" (i32.const(;memory;) 32)) (i32.const 0x0000_4400))
(assert_return (invoke "setI16" (i32.const(;memory;) 33) (i32.const 0x1122_3344)))
(assert_return (invoke "getI32" (i32.const(;memory;) 32)) (i32.const 0x0033_4400))
(assert_return (invoke "setI32" (i32.const(;memory;) 33) (i32.const 0x1122_3344)))
(assert_return (invoke "getI64" (i32.const(;memory;) 32)) (i64.const 0x0000_0011_2233_4400))
(assert_return (invoke "setI64" (i32.const(;memory;) 35) (i64.const 0x0102_0304_0506_0708)))
(assert_return (invoke "getI64" (i32.const(;memory;) 35)) (i64.const 0x0102_0304_0506_0708))
(assert_return (invoke "getI8" (i32.const(;memory;) 34)) (i32.const 0x33))

;; Floats pass bit for bit, a NaN with its payload too.
(assert_return (invoke "setF32" (i32.const(;memory;) 49) (f32.const -1.5)))
(assert_return (invoke "getF32" (i32.const(;memory;) 49)) (f32.const -1.5))
(assert_return (invoke "setF64" (i32.const(;memory;) 57) (f64.const 0x1.8p-1000)))
(assert_return (invoke "getF64" (i32.const(;memory;) 57)) (f64.const 0x1.8p-1000))
(assert_return (invoke "setF32" (i32.const(;memory;) 64) (f32.const nan:0x20_0001)))
(assert_return (invoke "getI32" (i32.const(;memory;) 64)) (i32.const 0x7fa0_0001))
(assert_return (invoke "setF64" (i32.const(;memory;) 64) (f64.const -nan:0x4_0000_0000_0001)))
(assert_return (invoke "getI64" (i32.const(;memory;) 64)) (i64.const 0xfff4_0000_0000_0001))

;; The last place that fits, and the first that does not.
(assert_return (invoke "setI64" (i32.const(;memory;) 0xfff8) (i64.const 0)))
(assert_return (invoke "setI8" (i32.const(;memory;) 0xffff) (i32.const 1)))
(assert_return (invoke "getI8" (i32.const(;memory;) 0xffff)) (i32.const 1))
(assert_trap (invoke "getI8" (i32.const(;memory;) 0x1_0000)) "out of bounds memory access")
(assert_trap (invoke "setI8" (i32.const(;memory;) 0x1_0000) (i32.const 2))
  "out of bounds memory access")
(assert_return (invoke "setI16" (i32.const(;memory;) 0xfffe) (i32.const 0x0201)))
(assert_return (invoke "getI16" (i32.const(;memory;) 0xfffe)) (i32.const 0x0201))
(assert_trap (invoke "getI16" (i32.const(;memory;) 0xffff)) "out of bounds memory access")
(assert_trap (invoke "setI16" (i32.const(;memory;) 0xffff) (i32.const 0))
  "out of bounds memory access")
(assert_return (invoke "setI32" (i32.const(;memory;) 0xfffc) (i32.const 0x0403_0201)))
(assert_return (invoke "getI32" (i32.const(;memory;) 0xfffc)) (i32.const 0x0403_0201))
(assert_trap (invoke "getI32" (i32.const(;memory;) 0xfffd)) "out of bounds memory access")
(assert_trap (invoke "setI32" (i32.const(;memory;) 0xfffd) (i32.const 0))
  "out of bounds memory access")
(assert_return (invoke "setF32" (i32.const(;memory;) 0xfffc) (f32.const 2)))
(assert_return (invoke "getF32" (i32.const(;memory;) 0xfffc)) (f32.const 2))
(assert_trap (invoke "getF32" (i32.const(;memory;) 0xfffd)) "out of bounds memory access")
(assert_trap (invoke "setF32" (i32.const(;memory;) 0xfffd) (f32.const 0))
  "out of bounds memory access")
(assert_return (invoke "setF64" (i32.const(;memory;) 0xfff8) (f64.const 2)))
(assert_return (invoke "getF64" (i32.const(;memory;) 0xfff8)) (f64.const 2))
(assert_trap (invoke "getF64" (i32.const(;memory;) 0xfff9)) "out of bounds memory access")
(assert_trap (invoke "setF64" (i32.const(;memory;) 0xfff9) (f64.const 0))
  "out of bounds memory access")
(assert_return (invoke "getI64" (i32.const(;memory;) 0xfff8)) (i64.const 0x4000_0000_0000_0000))
(assert_trap (invoke "getI64" (i32.const(;memory;) 0xfff9)) "out of bounds memory access")
(assert_trap (invoke "setI64" (i32.const(;memory;) 0xfff9) (i64.const 0))
  "out of bounds memory access")
;; A set that trapped stored nothing.
(assert_return (invoke "getI64" (i32.const(;memory;) 0xfff8)) (i64.const 0x4000_0000_0000_0000))

;; Addresses do not wrap round, and are not signed.
(assert_trap (invoke "getI8" (i32.const(;memory;) -1)) "out of bounds memory access")
(assert_trap (invoke "getI64" (i32.const(;memory;) -1)) "out of bounds memory access")
(assert_trap (invoke "setI64" (i32.const(;memory;) -4) (i64.const 0)) "out of bounds memory access")
(assert_trap (invoke "getI32" (i32.const(;memory;) 0x8000_0000)) "out of bounds memory access")

;; Growth is seen at once, and the bytes are those of the memory itself.
(assert_return (invoke $env "grow") (i32.const(;memory;) 1))
(assert_return (invoke "setI16" (i32.const(;memory;) 0xffff) (i32.const 0x6655)))
(assert_return (invoke $env "byte" (i32.const(;memory;) 0xffff)) (i32.const 0x55))
(assert_return (invoke $env "byte" (i32.const(;memory;) 0x1_0000)) (i32.const 0x66))
(assert_return (invoke "getI8" (i32.const(;memory;) 0x1_ffff)) (i32.const 0))
(assert_trap (invoke "getI8" (i32.const(;memory;) 0x2_0000)) "out of bounds memory access")

;; The two bridge functions are handed on.
(assert_return (invoke "rbBridge" (i32.const 1) (i32.const(;memory;) 0)) (i32.const(;memory;) 7))
(assert_return (invoke "rbBridgeFb" (i32.const 1) (i32.const(;memory;) 0)) (i32.const(;memory;) 9))
