;; Where main and side are one memory, overlapping ranges are copied as if through a buffer.
;;! parameters one

(module $env
  (func (export "rbBridge") (param $library i32) (param $name i32(;one;)) (result i32(;one;))
    (i32.const(;one;) 0))
  (func (export "rbBridgeFb") (param $library i32) (param $name i32(;one;)) (result i32(;one;))
    (i32.const(;one;) 0)))
(register "env")
;;! module $one memory:1 one
(register "main")
(register "side")
;;! module $bridge bridge one one

;; mts, 23 bytes up by 3: sizes with a tail of 4, 2 and 1.
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x100) (i64.const 0x0807060504030201)))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x108) (i64.const 0x100f0e0d0c0b0a09)))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x110) (i64.const 0x1817161514131211)))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x118) (i64.const 0x201f1e1d1c1b1a19)))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x120) (i64.const 0x2827262524232221)))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x128) (i64.const 0x302f2e2d2c2b2a29)))
(assert_return
  (invoke $bridge "mts_memcpy"
    (i32.const(;one;) 0x103) (i32.const(;one;) 0x100) (i32.const(;size;) 23)))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x100)) (i64.const 0x0504030201030201))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x108)) (i64.const 0x0d0c0b0a09080706))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x110)) (i64.const 0x1514131211100f0e))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x118)) (i64.const 0x201f1e1d1c1b1716))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x120)) (i64.const 0x2827262524232221))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x128)) (i64.const 0x302f2e2d2c2b2a29))

;; mts, 23 bytes down by 3: sizes with a tail of 4, 2 and 1.
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x100) (i64.const 0x0807060504030201)))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x108) (i64.const 0x100f0e0d0c0b0a09)))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x110) (i64.const 0x1817161514131211)))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x118) (i64.const 0x201f1e1d1c1b1a19)))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x120) (i64.const 0x2827262524232221)))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x128) (i64.const 0x302f2e2d2c2b2a29)))
(assert_return
  (invoke $bridge "mts_memcpy"
    (i32.const(;one;) 0x100) (i32.const(;one;) 0x103) (i32.const(;size;) 23)))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x100)) (i64.const 0x0b0a090807060504))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x108)) (i64.const 0x131211100f0e0d0c))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x110)) (i64.const 0x181a191817161514))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x118)) (i64.const 0x201f1e1d1c1b1a19))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x120)) (i64.const 0x2827262524232221))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x128)) (i64.const 0x302f2e2d2c2b2a29))

;; mts, 23 bytes up by 8: sizes with a tail of 4, 2 and 1.
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x100) (i64.const 0x0807060504030201)))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x108) (i64.const 0x100f0e0d0c0b0a09)))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x110) (i64.const 0x1817161514131211)))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x118) (i64.const 0x201f1e1d1c1b1a19)))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x120) (i64.const 0x2827262524232221)))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x128) (i64.const 0x302f2e2d2c2b2a29)))
(assert_return
  (invoke $bridge "mts_memcpy"
    (i32.const(;one;) 0x108) (i32.const(;one;) 0x100) (i32.const(;size;) 23)))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x100)) (i64.const 0x0807060504030201))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x108)) (i64.const 0x0807060504030201))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x110)) (i64.const 0x100f0e0d0c0b0a09))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x118)) (i64.const 0x2017161514131211))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x120)) (i64.const 0x2827262524232221))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x128)) (i64.const 0x302f2e2d2c2b2a29))

;; mts, 23 bytes down by 8: sizes with a tail of 4, 2 and 1.
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x100) (i64.const 0x0807060504030201)))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x108) (i64.const 0x100f0e0d0c0b0a09)))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x110) (i64.const 0x1817161514131211)))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x118) (i64.const 0x201f1e1d1c1b1a19)))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x120) (i64.const 0x2827262524232221)))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x128) (i64.const 0x302f2e2d2c2b2a29)))
(assert_return
  (invoke $bridge "mts_memcpy"
    (i32.const(;one;) 0x100) (i32.const(;one;) 0x108) (i32.const(;size;) 23)))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x100)) (i64.const 0x100f0e0d0c0b0a09))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x108)) (i64.const 0x1817161514131211))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x110)) (i64.const 0x181f1e1d1c1b1a19))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x118)) (i64.const 0x201f1e1d1c1b1a19))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x120)) (i64.const 0x2827262524232221))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x128)) (i64.const 0x302f2e2d2c2b2a29))

;; mts, 23 bytes onto itself: sizes with a tail of 4, 2 and 1.
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x100) (i64.const 0x0807060504030201)))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x108) (i64.const 0x100f0e0d0c0b0a09)))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x110) (i64.const 0x1817161514131211)))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x118) (i64.const 0x201f1e1d1c1b1a19)))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x120) (i64.const 0x2827262524232221)))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x128) (i64.const 0x302f2e2d2c2b2a29)))
(assert_return
  (invoke $bridge "mts_memcpy"
    (i32.const(;one;) 0x100) (i32.const(;one;) 0x100) (i32.const(;size;) 23)))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x100)) (i64.const 0x0807060504030201))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x108)) (i64.const 0x100f0e0d0c0b0a09))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x110)) (i64.const 0x1817161514131211))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x118)) (i64.const 0x201f1e1d1c1b1a19))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x120)) (i64.const 0x2827262524232221))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x128)) (i64.const 0x302f2e2d2c2b2a29))

;; mts, the fixed size 2, up and down by 1.
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x100) (i64.const 0x0807060504030201)))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x108) (i64.const 0x100f0e0d0c0b0a09)))
(assert_return (invoke $bridge "mts_memcpy2" (i32.const(;one;) 0x101) (i32.const(;one;) 0x100)))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x100)) (i64.const 0x0807060504020101))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x108)) (i64.const 0x100f0e0d0c0b0a09))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x100) (i64.const 0x0807060504030201)))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x108) (i64.const 0x100f0e0d0c0b0a09)))
(assert_return (invoke $bridge "mts_memcpy2" (i32.const(;one;) 0x100) (i32.const(;one;) 0x101)))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x100)) (i64.const 0x0807060504030302))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x108)) (i64.const 0x100f0e0d0c0b0a09))

;; mts, the fixed size 4, up and down by 1.
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x100) (i64.const 0x0807060504030201)))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x108) (i64.const 0x100f0e0d0c0b0a09)))
(assert_return (invoke $bridge "mts_memcpy4" (i32.const(;one;) 0x101) (i32.const(;one;) 0x100)))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x100)) (i64.const 0x0807060403020101))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x108)) (i64.const 0x100f0e0d0c0b0a09))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x100) (i64.const 0x0807060504030201)))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x108) (i64.const 0x100f0e0d0c0b0a09)))
(assert_return (invoke $bridge "mts_memcpy4" (i32.const(;one;) 0x100) (i32.const(;one;) 0x101)))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x100)) (i64.const 0x0807060505040302))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x108)) (i64.const 0x100f0e0d0c0b0a09))

;; mts, the fixed size 8, up and down by 1.
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x100) (i64.const 0x0807060504030201)))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x108) (i64.const 0x100f0e0d0c0b0a09)))
(assert_return (invoke $bridge "mts_memcpy8" (i32.const(;one;) 0x101) (i32.const(;one;) 0x100)))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x100)) (i64.const 0x0706050403020101))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x108)) (i64.const 0x100f0e0d0c0b0a08))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x100) (i64.const 0x0807060504030201)))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x108) (i64.const 0x100f0e0d0c0b0a09)))
(assert_return (invoke $bridge "mts_memcpy8" (i32.const(;one;) 0x100) (i32.const(;one;) 0x101)))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x100)) (i64.const 0x0908070605040302))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x108)) (i64.const 0x100f0e0d0c0b0a09))

;; stm, 23 bytes up by 3: sizes with a tail of 4, 2 and 1.
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x100) (i64.const 0x0807060504030201)))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x108) (i64.const 0x100f0e0d0c0b0a09)))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x110) (i64.const 0x1817161514131211)))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x118) (i64.const 0x201f1e1d1c1b1a19)))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x120) (i64.const 0x2827262524232221)))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x128) (i64.const 0x302f2e2d2c2b2a29)))
(assert_return
  (invoke $bridge "stm_memcpy"
    (i32.const(;one;) 0x103) (i32.const(;one;) 0x100) (i32.const(;size;) 23)))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x100)) (i64.const 0x0504030201030201))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x108)) (i64.const 0x0d0c0b0a09080706))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x110)) (i64.const 0x1514131211100f0e))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x118)) (i64.const 0x201f1e1d1c1b1716))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x120)) (i64.const 0x2827262524232221))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x128)) (i64.const 0x302f2e2d2c2b2a29))

;; stm, 23 bytes down by 3: sizes with a tail of 4, 2 and 1.
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x100) (i64.const 0x0807060504030201)))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x108) (i64.const 0x100f0e0d0c0b0a09)))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x110) (i64.const 0x1817161514131211)))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x118) (i64.const 0x201f1e1d1c1b1a19)))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x120) (i64.const 0x2827262524232221)))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x128) (i64.const 0x302f2e2d2c2b2a29)))
(assert_return
  (invoke $bridge "stm_memcpy"
    (i32.const(;one;) 0x100) (i32.const(;one;) 0x103) (i32.const(;size;) 23)))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x100)) (i64.const 0x0b0a090807060504))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x108)) (i64.const 0x131211100f0e0d0c))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x110)) (i64.const 0x181a191817161514))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x118)) (i64.const 0x201f1e1d1c1b1a19))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x120)) (i64.const 0x2827262524232221))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x128)) (i64.const 0x302f2e2d2c2b2a29))

;; stm, 23 bytes up by 8: sizes with a tail of 4, 2 and 1.
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x100) (i64.const 0x0807060504030201)))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x108) (i64.const 0x100f0e0d0c0b0a09)))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x110) (i64.const 0x1817161514131211)))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x118) (i64.const 0x201f1e1d1c1b1a19)))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x120) (i64.const 0x2827262524232221)))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x128) (i64.const 0x302f2e2d2c2b2a29)))
(assert_return
  (invoke $bridge "stm_memcpy"
    (i32.const(;one;) 0x108) (i32.const(;one;) 0x100) (i32.const(;size;) 23)))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x100)) (i64.const 0x0807060504030201))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x108)) (i64.const 0x0807060504030201))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x110)) (i64.const 0x100f0e0d0c0b0a09))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x118)) (i64.const 0x2017161514131211))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x120)) (i64.const 0x2827262524232221))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x128)) (i64.const 0x302f2e2d2c2b2a29))

;; stm, 23 bytes down by 8: sizes with a tail of 4, 2 and 1.
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x100) (i64.const 0x0807060504030201)))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x108) (i64.const 0x100f0e0d0c0b0a09)))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x110) (i64.const 0x1817161514131211)))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x118) (i64.const 0x201f1e1d1c1b1a19)))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x120) (i64.const 0x2827262524232221)))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x128) (i64.const 0x302f2e2d2c2b2a29)))
(assert_return
  (invoke $bridge "stm_memcpy"
    (i32.const(;one;) 0x100) (i32.const(;one;) 0x108) (i32.const(;size;) 23)))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x100)) (i64.const 0x100f0e0d0c0b0a09))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x108)) (i64.const 0x1817161514131211))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x110)) (i64.const 0x181f1e1d1c1b1a19))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x118)) (i64.const 0x201f1e1d1c1b1a19))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x120)) (i64.const 0x2827262524232221))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x128)) (i64.const 0x302f2e2d2c2b2a29))

;; stm, 23 bytes onto itself: sizes with a tail of 4, 2 and 1.
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x100) (i64.const 0x0807060504030201)))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x108) (i64.const 0x100f0e0d0c0b0a09)))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x110) (i64.const 0x1817161514131211)))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x118) (i64.const 0x201f1e1d1c1b1a19)))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x120) (i64.const 0x2827262524232221)))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x128) (i64.const 0x302f2e2d2c2b2a29)))
(assert_return
  (invoke $bridge "stm_memcpy"
    (i32.const(;one;) 0x100) (i32.const(;one;) 0x100) (i32.const(;size;) 23)))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x100)) (i64.const 0x0807060504030201))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x108)) (i64.const 0x100f0e0d0c0b0a09))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x110)) (i64.const 0x1817161514131211))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x118)) (i64.const 0x201f1e1d1c1b1a19))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x120)) (i64.const 0x2827262524232221))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x128)) (i64.const 0x302f2e2d2c2b2a29))

;; stm, the fixed size 2, up and down by 1.
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x100) (i64.const 0x0807060504030201)))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x108) (i64.const 0x100f0e0d0c0b0a09)))
(assert_return (invoke $bridge "stm_memcpy2" (i32.const(;one;) 0x101) (i32.const(;one;) 0x100)))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x100)) (i64.const 0x0807060504020101))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x108)) (i64.const 0x100f0e0d0c0b0a09))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x100) (i64.const 0x0807060504030201)))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x108) (i64.const 0x100f0e0d0c0b0a09)))
(assert_return (invoke $bridge "stm_memcpy2" (i32.const(;one;) 0x100) (i32.const(;one;) 0x101)))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x100)) (i64.const 0x0807060504030302))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x108)) (i64.const 0x100f0e0d0c0b0a09))

;; stm, the fixed size 4, up and down by 1.
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x100) (i64.const 0x0807060504030201)))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x108) (i64.const 0x100f0e0d0c0b0a09)))
(assert_return (invoke $bridge "stm_memcpy4" (i32.const(;one;) 0x101) (i32.const(;one;) 0x100)))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x100)) (i64.const 0x0807060403020101))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x108)) (i64.const 0x100f0e0d0c0b0a09))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x100) (i64.const 0x0807060504030201)))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x108) (i64.const 0x100f0e0d0c0b0a09)))
(assert_return (invoke $bridge "stm_memcpy4" (i32.const(;one;) 0x100) (i32.const(;one;) 0x101)))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x100)) (i64.const 0x0807060505040302))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x108)) (i64.const 0x100f0e0d0c0b0a09))

;; stm, the fixed size 8, up and down by 1.
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x100) (i64.const 0x0807060504030201)))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x108) (i64.const 0x100f0e0d0c0b0a09)))
(assert_return (invoke $bridge "stm_memcpy8" (i32.const(;one;) 0x101) (i32.const(;one;) 0x100)))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x100)) (i64.const 0x0706050403020101))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x108)) (i64.const 0x100f0e0d0c0b0a08))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x100) (i64.const 0x0807060504030201)))
(assert_return (invoke $one "setI64" (i32.const(;one;) 0x108) (i64.const 0x100f0e0d0c0b0a09)))
(assert_return (invoke $bridge "stm_memcpy8" (i32.const(;one;) 0x100) (i32.const(;one;) 0x101)))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x100)) (i64.const 0x0908070605040302))
(assert_return (invoke $one "getI64" (i32.const(;one;) 0x108)) (i64.const 0x100f0e0d0c0b0a09))
