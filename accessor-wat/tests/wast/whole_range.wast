;; In a memory of 4 GiB every 32-bit address is valid, but a value that runs past the end is not.
;;! parameters memory

(module $env
  (memory (export "memory") i32(;memory;) 65536)
  (func (export "rbBridge") (param $library i32) (param $name i32(;memory;)) (result i32(;memory;))
    (i32.const(;memory;) 0))
  (func (export "rbBridgeFb") (param $library i32) (param $name i32(;memory;))
    (result i32(;memory;))
    (i32.const(;memory;) 0)))
(register "env")
;;! module $accessor accessor memory

(assert_return
  (invoke "setI64" (i32.const(;memory;) 0xffff_fff8) (i64.const 0x0102_0304_0506_0708)))
(assert_return (invoke "getI8" (i32.const(;memory;) 0xffff_ffff)) (i32.const 0x01))
(assert_return (invoke "getI16" (i32.const(;memory;) 0xffff_fffe)) (i32.const 0x0102))
(assert_return (invoke "getI32" (i32.const(;memory;) 0xffff_fffc)) (i32.const 0x0102_0304))
(assert_trap (invoke "getI16" (i32.const(;memory;) 0xffff_ffff)) "out of bounds memory access")
(assert_trap (invoke "getI32" (i32.const(;memory;) 0xffff_ffff)) "out of bounds memory access")
(assert_trap (invoke "getI64" (i32.const(;memory;) 0xffff_ffff)) "out of bounds memory access")
(assert_trap (invoke "setI64" (i32.const(;memory;) 0xffff_fff9) (i64.const 0))
  "out of bounds memory access")
(assert_return (invoke "getI64" (i32.const(;memory;) 0xffff_fff8))
  (i64.const 0x0102_0304_0506_0708))
(assert_return (invoke "getI64" (i32.const(;memory;) 0)) (i64.const 0))
