;; Four quarters of 8 bytes are stored where the tail says that they lie, or none of them is.
;;! parameters memory

(module $env
  (memory (export "memory") i32(;memory;) 1)
  (func (export "rbBridge") (param $library i32) (param $name i32(;memory;)) (result i32(;memory;))
    (i32.const(;memory;) 0))
  (func (export "rbBridgeFb") (param $library i32) (param $name i32(;memory;))
    (result i32(;memory;))
    (i32.const(;memory;) 0)))
(register "env")
;;! module $accessor accessor memory

;; Four quarters, one after the other.
(assert_return
  (invoke "setF64x4" (i32.const(;memory;) 0x100) (i32.const(;memory;) 0x118)
    (f64.const 0x1.b447d766f6861p+293) (f64.const 0x1.37c756e676059p+165)
    (f64.const 0x1.b746d665f5851p+40) (f64.const 0x1.36c655e575049p+936)))
(assert_return (invoke "getI64" (i32.const(;memory;) 0xf8)) (i64.const 0x0000000000000000))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x100)) (i64.const 0x524b447d766f6861))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x110)) (i64.const 0x427b746d665f5851))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x118)) (i64.const 0x7a736c655e575049))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x120)) (i64.const 0x0000000000000000))

;; Two quarters: the inner ones are the outer ones again.
(assert_return
  (invoke "setF64x4" (i32.const(;memory;) 0x300) (i32.const(;memory;) 0x308)
    (f64.const 0x1.b746d665f5851p+40) (f64.const 0x1.b746d665f5851p+40)
    (f64.const 0x1.36c655e575049p+936) (f64.const 0x1.36c655e575049p+936)))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x2f8)) (i64.const 0x0000000000000000))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x300)) (i64.const 0x427b746d665f5851))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x308)) (i64.const 0x7a736c655e575049))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x310)) (i64.const 0x0000000000000000))

;; One byte more: they lie inwards.
(assert_return
  (invoke "setF64x4" (i32.const(;memory;) 0x500) (i32.const(;memory;) 0x509)
    (f64.const 0x1.c756e67605952p+56) (f64.const 0x1.46d665f58514ap+952)
    (f64.const 0x1.37c756e676059p+165) (f64.const 0x1.b746d665f5851p+40)))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x4f8)) (i64.const 0x0000000000000000))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x500)) (i64.const 0x437c756e67605952))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x508)) (i64.const 0x7b746d665f58514a))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x509)) (i64.const 0x427b746d665f5851))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x511)) (i64.const 0x0000000000000000))

;; One byte more than a quarter.
(assert_return
  (invoke "setF64x4" (i32.const(;memory;) 0x700) (i32.const(;memory;) 0x701)
    (f64.const 0x1.46d665f58514ap+952) (f64.const 0x1.46d665f58514ap+952)
    (f64.const 0x1.b746d665f5851p+40) (f64.const 0x1.b746d665f5851p+40)))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x6f8)) (i64.const 0x0000000000000000))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x700)) (i64.const 0x7b746d665f58514a))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x701)) (i64.const 0x427b746d665f5851))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x704)) (i64.const 0x000000427b746d66))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x709)) (i64.const 0x0000000000000000))

;; The range up to the end is stored; one byte past it, nothing is: neither head nor tail.
(assert_return
  (invoke "setF64x4" (i32.const(;memory;) 0xffe0) (i32.const(;memory;) 0xfff8)
    (f64.const 0x1.1414141414141p+21) (f64.const 0x1.1414141414141p+21)
    (f64.const 0x1.1414141414141p+21) (f64.const 0x1.1414141414141p+21)))
(assert_return (invoke "getI64" (i32.const(;memory;) 0xffd8)) (i64.const 0x0000000000000000))
(assert_return (invoke "getI64" (i32.const(;memory;) 0xffe0)) (i64.const 0x4141414141414141))
(assert_return (invoke "getI64" (i32.const(;memory;) 0xfff8)) (i64.const 0x4141414141414141))
(assert_trap
  (invoke "setF64x4" (i32.const(;memory;) 0xffe1) (i32.const(;memory;) 0xfff9)
    (f64.const 0x1.2424242424242p+37) (f64.const 0x1.2424242424242p+37)
    (f64.const 0x1.2424242424242p+37) (f64.const 0x1.2424242424242p+37))
  "out of bounds memory access")
(assert_trap
  (invoke "setF64x4" (i32.const(;memory;) 0xffffffe0) (i32.const(;memory;) 0xfffffff8)
    (f64.const 0x1.2424242424242p+37) (f64.const 0x1.2424242424242p+37)
    (f64.const 0x1.2424242424242p+37) (f64.const 0x1.2424242424242p+37))
  "out of bounds memory access")
(assert_return (invoke "getI64" (i32.const(;memory;) 0xffd8)) (i64.const 0x0000000000000000))
(assert_return (invoke "getI64" (i32.const(;memory;) 0xffe0)) (i64.const 0x4141414141414141))
(assert_return (invoke "getI64" (i32.const(;memory;) 0xfff8)) (i64.const 0x4141414141414141))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x0)) (i64.const 0x0000000000000000))

;; A tail below its head is refused, and nothing is stored.
(assert_trap
  (invoke "setF64x4" (i32.const(;memory;) 0x801) (i32.const(;memory;) 0x800)
    (f64.const 0x1.2424242424242p+37) (f64.const 0x1.2424242424242p+37)
    (f64.const 0x1.2424242424242p+37) (f64.const 0x1.2424242424242p+37))
  "unreachable")
(assert_return (invoke "getI64" (i32.const(;memory;) 0x7f8)) (i64.const 0x0000000000000000))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x800)) (i64.const 0x0000000000000000))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x808)) (i64.const 0x0000000000000000))
