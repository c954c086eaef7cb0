;; One value is stored at the head and one at the tail, apart or overlapping, or none of them is.
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

(assert_return
  (invoke "setI16x2" (i32.const(;memory;) 0x100) (i32.const(;memory;) 0x102)
    (i32.const 0x1211) (i32.const 0x3231)))
(assert_return (invoke "getI64" (i32.const(;memory;) 0xf8)) (i64.const 0x0000000000000000))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x100)) (i64.const 0x0000000032311211))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x108)) (i64.const 0x0000000000000000))

(assert_return
  (invoke "setI16x2" (i32.const(;memory;) 0x120) (i32.const(;memory;) 0x121)
    (i32.const 0x5251) (i32.const 0x5352)))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x118)) (i64.const 0x0000000000000000))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x120)) (i64.const 0x0000000000535251))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x128)) (i64.const 0x0000000000000000))

(assert_return
  (invoke "setI16x2" (i32.const(;memory;) 0x140) (i32.const(;memory;) 0x141)
    (i32.const 0x5251) (i32.const 0x5352)))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x138)) (i64.const 0x0000000000000000))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x140)) (i64.const 0x0000000000535251))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x148)) (i64.const 0x0000000000000000))

(assert_return
  (invoke "setI16x2" (i32.const(;memory;) 0x160) (i32.const(;memory;) 0x160)
    (i32.const 0x5251) (i32.const 0x5251)))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x158)) (i64.const 0x0000000000000000))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x160)) (i64.const 0x0000000000005251))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x168)) (i64.const 0x0000000000000000))

(assert_return
  (invoke "setI16x2" (i32.const(;memory;) 0x180) (i32.const(;memory;) 0x189)
    (i32.const 0x1211) (i32.const 0x3231)))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x178)) (i64.const 0x0000000000000000))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x180)) (i64.const 0x0000000000001211))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x188)) (i64.const 0x0000000000323100))

;; The last byte may be stored, the one after it not; then the head is not stored either.
(assert_return
  (invoke "setI16x2" (i32.const(;memory;) 0xfff8) (i32.const(;memory;) 0xfffe)
    (i32.const 0x7777) (i32.const 0x7878)))
(assert_return (invoke "getI64" (i32.const(;memory;) 0xfff8)) (i64.const 0x7878000000007777))
(assert_trap
  (invoke "setI16x2" (i32.const(;memory;) 0xfff8) (i32.const(;memory;) 0xffff)
    (i32.const 0x0101) (i32.const 0x0202))
  "out of bounds memory access")
(assert_trap
  (invoke "setI16x2" (i32.const(;memory;) 0xfff8) (i32.const(;memory;) 0xffffffff)
    (i32.const 0x0101) (i32.const 0x0202))
  "out of bounds memory access")
(assert_trap
  (invoke "setI16x2" (i32.const(;memory;) 0xffffffff) (i32.const(;memory;) 0xffffffff)
    (i32.const 0x0101) (i32.const 0x0202))
  "out of bounds memory access")
(assert_return (invoke "getI64" (i32.const(;memory;) 0xfff8)) (i64.const 0x7878000000007777))

;; A tail below its head is refused, and nothing is stored.
(assert_trap
  (invoke "setI16x2" (i32.const(;memory;) 0x801) (i32.const(;memory;) 0x800)
    (i32.const 0x0101) (i32.const 0x0202))
  "unreachable")
(assert_return (invoke "getI64" (i32.const(;memory;) 0x7fc)) (i64.const 0x0000000000000000))

(assert_return
  (invoke "setI32x2" (i32.const(;memory;) 0x200) (i32.const(;memory;) 0x204)
    (i32.const 0x14131211) (i32.const 0x34333231)))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x1f8)) (i64.const 0x0000000000000000))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x200)) (i64.const 0x3433323114131211))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x208)) (i64.const 0x0000000000000000))

(assert_return
  (invoke "setI32x2" (i32.const(;memory;) 0x220) (i32.const(;memory;) 0x223)
    (i32.const 0x54535251) (i32.const 0x57565554)))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x218)) (i64.const 0x0000000000000000))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x220)) (i64.const 0x0057565554535251))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x228)) (i64.const 0x0000000000000000))

(assert_return
  (invoke "setI32x2" (i32.const(;memory;) 0x240) (i32.const(;memory;) 0x241)
    (i32.const 0x54535251) (i32.const 0x55545352)))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x238)) (i64.const 0x0000000000000000))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x240)) (i64.const 0x0000005554535251))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x248)) (i64.const 0x0000000000000000))

(assert_return
  (invoke "setI32x2" (i32.const(;memory;) 0x260) (i32.const(;memory;) 0x260)
    (i32.const 0x54535251) (i32.const 0x54535251)))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x258)) (i64.const 0x0000000000000000))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x260)) (i64.const 0x0000000054535251))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x268)) (i64.const 0x0000000000000000))

(assert_return
  (invoke "setI32x2" (i32.const(;memory;) 0x280) (i32.const(;memory;) 0x289)
    (i32.const 0x14131211) (i32.const 0x34333231)))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x278)) (i64.const 0x0000000000000000))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x280)) (i64.const 0x0000000014131211))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x288)) (i64.const 0x0000003433323100))

;; The last byte may be stored, the one after it not; then the head is not stored either.
(assert_return
  (invoke "setI32x2" (i32.const(;memory;) 0xfff8) (i32.const(;memory;) 0xfffc)
    (i32.const 0x7777) (i32.const 0x7878)))
(assert_return (invoke "getI64" (i32.const(;memory;) 0xfff8)) (i64.const 0x0000787800007777))
(assert_trap
  (invoke "setI32x2" (i32.const(;memory;) 0xfff8) (i32.const(;memory;) 0xfffd)
    (i32.const 0x0101) (i32.const 0x0202))
  "out of bounds memory access")
(assert_trap
  (invoke "setI32x2" (i32.const(;memory;) 0xfff8) (i32.const(;memory;) 0xffffffff)
    (i32.const 0x0101) (i32.const 0x0202))
  "out of bounds memory access")
(assert_trap
  (invoke "setI32x2" (i32.const(;memory;) 0xffffffff) (i32.const(;memory;) 0xffffffff)
    (i32.const 0x0101) (i32.const 0x0202))
  "out of bounds memory access")
(assert_return (invoke "getI64" (i32.const(;memory;) 0xfff8)) (i64.const 0x0000787800007777))

;; A tail below its head is refused, and nothing is stored.
(assert_trap
  (invoke "setI32x2" (i32.const(;memory;) 0x801) (i32.const(;memory;) 0x800)
    (i32.const 0x0101) (i32.const 0x0202))
  "unreachable")
(assert_return (invoke "getI64" (i32.const(;memory;) 0x7fc)) (i64.const 0x0000000000000000))

;; Only the low 2 bytes of a value are stored.
(assert_return
  (invoke "setI16x2" (i32.const(;memory;) 0x400) (i32.const(;memory;) 0x402)
    (i32.const 0x11223344) (i32.const 0x77885566)))
(assert_return (invoke "getI64" (i32.const(;memory;) 0x400)) (i64.const 0x0000000055663344))
