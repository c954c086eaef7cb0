;; Four quarters of 16 bytes are stored where the tail says that they lie, or none of them is.
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
  (invoke "setF64x8" (i32.const(;memory;) 0x100) (i32.const(;memory;) 0x130)
    (f64.const 0x1.b645d564f4841p+807) (f64.const 0x1.35c554e474079p+679)
    (f64.const 0x1.b544d467f7871p+550) (f64.const 0x1.34c457e777069p+422)
    (f64.const 0x1.b447d766f6861p+293) (f64.const 0x1.37c756e676059p+165)
    (f64.const 0x1.b746d665f5851p+40) (f64.const 0x1.36c655e575049p+936)))
(assert_return (invoke "getI64" (i32.const(;memory;) 0xf8)) (i64.const 0x0000000000000000))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x100)) (i64.const 0x726b645d564f4841))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x120)) (i64.const 0x524b447d766f6861))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x138)) (i64.const 0x7a736c655e575049))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x140)) (i64.const 0x0000000000000000))

;; Two quarters: the inner ones are the outer ones again.
(assert_return
  (invoke "setF64x8" (i32.const(;memory;) 0x300) (i32.const(;memory;) 0x310)
    (f64.const 0x1.b447d766f6861p+293) (f64.const 0x1.37c756e676059p+165)
    (f64.const 0x1.b447d766f6861p+293) (f64.const 0x1.37c756e676059p+165)
    (f64.const 0x1.b746d665f5851p+40) (f64.const 0x1.36c655e575049p+936)
    (f64.const 0x1.b746d665f5851p+40) (f64.const 0x1.36c655e575049p+936)))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x2f8)) (i64.const 0x0000000000000000))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x300)) (i64.const 0x524b447d766f6861))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x310)) (i64.const 0x427b746d665f5851))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x318)) (i64.const 0x7a736c655e575049))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x320)) (i64.const 0x0000000000000000))

;; One byte more: they lie inwards.
(assert_return
  (invoke "setF64x8" (i32.const(;memory;) 0x500) (i32.const(;memory;) 0x511)
    (f64.const 0x1.c457e77706962p+309) (f64.const 0x1.47d766f68615ap+181)
    (f64.const 0x1.c756e67605952p+56) (f64.const 0x1.46d665f58514ap+952)
    (f64.const 0x1.34c457e777069p+422) (f64.const 0x1.b447d766f6861p+293)
    (f64.const 0x1.37c756e676059p+165) (f64.const 0x1.b746d665f5851p+40)))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x4f8)) (i64.const 0x0000000000000000))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x500)) (i64.const 0x534c457e77706962))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x510)) (i64.const 0x437c756e67605952))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x519)) (i64.const 0x427b746d665f5851))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x521)) (i64.const 0x0000000000000000))

;; One byte more than a quarter.
(assert_return
  (invoke "setF64x8" (i32.const(;memory;) 0x700) (i32.const(;memory;) 0x701)
    (f64.const 0x1.c756e67605952p+56) (f64.const 0x1.46d665f58514ap+952)
    (f64.const 0x1.c756e67605952p+56) (f64.const 0x1.46d665f58514ap+952)
    (f64.const 0x1.37c756e676059p+165) (f64.const 0x1.b746d665f5851p+40)
    (f64.const 0x1.37c756e676059p+165) (f64.const 0x1.b746d665f5851p+40)))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x6f8)) (i64.const 0x0000000000000000))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x700)) (i64.const 0x437c756e67605952))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x708)) (i64.const 0x7b746d665f58514a))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x709)) (i64.const 0x427b746d665f5851))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x711)) (i64.const 0x0000000000000000))

;; The range up to the end is stored; one byte past it, nothing is: neither head nor tail.
(assert_return
  (invoke "setF64x8" (i32.const(;memory;) 0xffc0) (i32.const(;memory;) 0xfff0)
    (f64.const 0x1.1414141414141p+21) (f64.const 0x1.1414141414141p+21)
    (f64.const 0x1.1414141414141p+21) (f64.const 0x1.1414141414141p+21)
    (f64.const 0x1.1414141414141p+21) (f64.const 0x1.1414141414141p+21)
    (f64.const 0x1.1414141414141p+21) (f64.const 0x1.1414141414141p+21)))
(assert_return (invoke "getI64" (i32.const(;memory;) 0xffb8)) (i64.const 0x0000000000000000))
(assert_return (invoke "getI64" (i32.const(;memory;) 0xffc0)) (i64.const 0x4141414141414141))
(assert_return (invoke "getI64" (i32.const(;memory;) 0xfff8)) (i64.const 0x4141414141414141))
(assert_trap
  (invoke "setF64x8" (i32.const(;memory;) 0xffc1) (i32.const(;memory;) 0xfff1)
    (f64.const 0x1.2424242424242p+37) (f64.const 0x1.2424242424242p+37)
    (f64.const 0x1.2424242424242p+37) (f64.const 0x1.2424242424242p+37)
    (f64.const 0x1.2424242424242p+37) (f64.const 0x1.2424242424242p+37)
    (f64.const 0x1.2424242424242p+37) (f64.const 0x1.2424242424242p+37))
  "out of bounds memory access")
(assert_trap
  (invoke "setF64x8" (i32.const(;memory;) 0xffffffc0) (i32.const(;memory;) 0xfffffff0)
    (f64.const 0x1.2424242424242p+37) (f64.const 0x1.2424242424242p+37)
    (f64.const 0x1.2424242424242p+37) (f64.const 0x1.2424242424242p+37)
    (f64.const 0x1.2424242424242p+37) (f64.const 0x1.2424242424242p+37)
    (f64.const 0x1.2424242424242p+37) (f64.const 0x1.2424242424242p+37))
  "out of bounds memory access")
(assert_return (invoke "getI64" (i32.const(;memory;) 0xffb8)) (i64.const 0x0000000000000000))
(assert_return (invoke "getI64" (i32.const(;memory;) 0xffc0)) (i64.const 0x4141414141414141))
(assert_return (invoke "getI64" (i32.const(;memory;) 0xfff8)) (i64.const 0x4141414141414141))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x0)) (i64.const 0x0000000000000000))

;; A tail below its head is refused, and nothing is stored.
(assert_trap
  (invoke "setF64x8" (i32.const(;memory;) 0x801) (i32.const(;memory;) 0x800)
    (f64.const 0x1.2424242424242p+37) (f64.const 0x1.2424242424242p+37)
    (f64.const 0x1.2424242424242p+37) (f64.const 0x1.2424242424242p+37)
    (f64.const 0x1.2424242424242p+37) (f64.const 0x1.2424242424242p+37)
    (f64.const 0x1.2424242424242p+37) (f64.const 0x1.2424242424242p+37))
  "unreachable")
(assert_return (invoke "getI64" (i32.const(;memory;) 0x7f8)) (i64.const 0x0000000000000000))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x800)) (i64.const 0x0000000000000000))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x810)) (i64.const 0x0000000000000000))
