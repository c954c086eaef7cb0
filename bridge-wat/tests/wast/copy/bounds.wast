;; A range that ends past its memory traps, whichever range and however it gets there, and then no
;; byte is written; a range that ends exactly at the end does not. Main has 1 page, side has 2.
;;! parameters main side

(module $env
  (func (export "rbBridge") (param $library i32) (param $name i32(;main;)) (result i32(;main;))
    (i32.const(;main;) 0))
  (func (export "rbBridgeFb") (param $library i32) (param $name i32(;main;)) (result i32(;main;))
    (i32.const(;main;) 0)))
(register "env")
;;! module $main memory:1 main
(register "main")
(module $env
  (func (export "rbBridge") (param $library i32) (param $name i32(;side;)) (result i32(;side;))
    (i32.const(;side;) 0))
  (func (export "rbBridgeFb") (param $library i32) (param $name i32(;side;)) (result i32(;side;))
    (i32.const(;side;) 0)))
(register "env")
;;! module $side memory:2 side
(register "side")
;;! module $bridge bridge main side

;; main to side, fixed sizes: the last place that fits, and the first that does not.
(assert_return
  (invoke $bridge "mts_memcpy1" (i32.const(;side;) 0x1ffff) (i32.const(;main;) 0xffff)))
(assert_trap (invoke $bridge "mts_memcpy1" (i32.const(;side;) 0x20000) (i32.const(;main;) 0))
  "out of bounds memory access")
(assert_trap (invoke $bridge "mts_memcpy1" (i32.const(;side;) 0) (i32.const(;main;) 0x10000))
  "out of bounds memory access")
(assert_trap (invoke $bridge "mts_memcpy1" (i32.const(;side;) -1) (i32.const(;main;) 0))
  "out of bounds memory access")
(assert_trap (invoke $bridge "mts_memcpy1" (i32.const(;side;) 0) (i32.const(;main;) -1))
  "out of bounds memory access")
(assert_return
  (invoke $bridge "mts_memcpy2" (i32.const(;side;) 0x1fffe) (i32.const(;main;) 0xfffe)))
(assert_trap (invoke $bridge "mts_memcpy2" (i32.const(;side;) 0x1ffff) (i32.const(;main;) 0))
  "out of bounds memory access")
(assert_trap (invoke $bridge "mts_memcpy2" (i32.const(;side;) 0) (i32.const(;main;) 0xffff))
  "out of bounds memory access")
(assert_trap (invoke $bridge "mts_memcpy2" (i32.const(;side;) -1) (i32.const(;main;) 0))
  "out of bounds memory access")
(assert_trap (invoke $bridge "mts_memcpy2" (i32.const(;side;) 0) (i32.const(;main;) -1))
  "out of bounds memory access")
(assert_return
  (invoke $bridge "mts_memcpy4" (i32.const(;side;) 0x1fffc) (i32.const(;main;) 0xfffc)))
(assert_trap (invoke $bridge "mts_memcpy4" (i32.const(;side;) 0x1fffd) (i32.const(;main;) 0))
  "out of bounds memory access")
(assert_trap (invoke $bridge "mts_memcpy4" (i32.const(;side;) 0) (i32.const(;main;) 0xfffd))
  "out of bounds memory access")
(assert_trap (invoke $bridge "mts_memcpy4" (i32.const(;side;) -1) (i32.const(;main;) 0))
  "out of bounds memory access")
(assert_trap (invoke $bridge "mts_memcpy4" (i32.const(;side;) 0) (i32.const(;main;) -1))
  "out of bounds memory access")
(assert_return
  (invoke $bridge "mts_memcpy8" (i32.const(;side;) 0x1fff8) (i32.const(;main;) 0xfff8)))
(assert_trap (invoke $bridge "mts_memcpy8" (i32.const(;side;) 0x1fff9) (i32.const(;main;) 0))
  "out of bounds memory access")
(assert_trap (invoke $bridge "mts_memcpy8" (i32.const(;side;) 0) (i32.const(;main;) 0xfff9))
  "out of bounds memory access")
(assert_trap (invoke $bridge "mts_memcpy8" (i32.const(;side;) -1) (i32.const(;main;) 0))
  "out of bounds memory access")
(assert_trap (invoke $bridge "mts_memcpy8" (i32.const(;side;) 0) (i32.const(;main;) -1))
  "out of bounds memory access")

;; main to side: size 0 at the end is fine, past it is not.
(assert_return
  (invoke $bridge "mts_memcpy" (i32.const(;side;) 0) (i32.const(;main;) 0) (i32.const(;size;) 0)))
(assert_return
  (invoke $bridge "mts_memcpy"
    (i32.const(;side;) 0x20000) (i32.const(;main;) 0x10000) (i32.const(;size;) 0)))
(assert_trap
  (invoke $bridge "mts_memcpy"
    (i32.const(;side;) 0x20001) (i32.const(;main;) 0) (i32.const(;size;) 0))
  "out of bounds memory access")
(assert_trap
  (invoke $bridge "mts_memcpy"
    (i32.const(;side;) 0) (i32.const(;main;) 0x10001) (i32.const(;size;) 0))
  "out of bounds memory access")
(assert_trap
  (invoke $bridge "mts_memcpy" (i32.const(;side;) -1) (i32.const(;main;) 0) (i32.const(;size;) 0))
  "out of bounds memory access")
(assert_trap
  (invoke $bridge "mts_memcpy" (i32.const(;side;) 0) (i32.const(;main;) -1) (i32.const(;size;) 0))
  "out of bounds memory access")

;; main to side: one byte too many at either end writes nothing, whatever the direction.
(assert_return (invoke $main "setI64" (i32.const(;main;) 0xfff0) (i64.const 0x1111_1111_1111_1111)))
(assert_return (invoke $main "setI64" (i32.const(;main;) 0xfff8) (i64.const 0x2222_2222_2222_2222)))
(assert_return
  (invoke $side "setI64" (i32.const(;side;) 0x1fff0) (i64.const 0x3333_3333_3333_3333)))
(assert_return
  (invoke $side "setI64" (i32.const(;side;) 0x1fff8) (i64.const 0x4444_4444_4444_4444)))
(assert_trap
  (invoke $bridge "mts_memcpy"
    (i32.const(;side;) 0x1fff0) (i32.const(;main;) 0) (i32.const(;size;) 17))
  "out of bounds memory access")
(assert_trap
  (invoke $bridge "mts_memcpy"
    (i32.const(;side;) 0x1fff0) (i32.const(;main;) 0xfff0) (i32.const(;size;) 17))
  "out of bounds memory access")
(assert_trap
  (invoke $bridge "mts_memcpy"
    (i32.const(;side;) 0x1fff0) (i32.const(;main;) 0xfff1) (i32.const(;size;) 16))
  "out of bounds memory access")
(assert_trap
  (invoke $bridge "mts_memcpy"
    (i32.const(;side;) 0x1ff80) (i32.const(;main;) 0) (i32.const(;size;) 129))
  "out of bounds memory access")
(assert_trap
  (invoke $bridge "mts_memcpy"
    (i32.const(;side;) 0x1fed4) (i32.const(;main;) 0) (i32.const(;size;) 301))
  "out of bounds memory access")
(assert_return (invoke $side "getI64" (i32.const(;side;) 0x1fff0))
  (i64.const 0x3333_3333_3333_3333))
(assert_return (invoke $side "getI64" (i32.const(;side;) 0x1fff8))
  (i64.const 0x4444_4444_4444_4444))
(assert_return
  (invoke $bridge "mts_memcpy"
    (i32.const(;side;) 0x1fff0) (i32.const(;main;) 0xfff0) (i32.const(;size;) 16)))
(assert_return (invoke $side "getI64" (i32.const(;side;) 0x1fff0))
  (i64.const 0x1111_1111_1111_1111))
(assert_return (invoke $side "getI64" (i32.const(;side;) 0x1fff8))
  (i64.const 0x2222_2222_2222_2222))

;; main to side: sizes are unsigned, and no end wraps to the start of the memory.
(assert_return (invoke $side "setI64" (i32.const(;side;) 0) (i64.const 0x5555_5555_5555_5555)))
(assert_trap
  (invoke $bridge "mts_memcpy"
    (i32.const(;side;) 0) (i32.const(;main;) 0) (i32.const(;size;) 0x8000_0000))
  "out of bounds memory access")
(assert_trap
  (invoke $bridge "mts_memcpy"
    (i32.const(;side;) 16) (i32.const(;main;) 16) (i32.const(;size;) 0x8000_0000))
  "out of bounds memory access")
(assert_trap
  (invoke $bridge "mts_memcpy"
    (i32.const(;side;) 0) (i32.const(;main;) 0) (i32.const(;size;) 0x7fff_ffff))
  "out of bounds memory access")
(assert_trap
  (invoke $bridge "mts_memcpy"
    (i32.const(;side;) 16) (i32.const(;main;) 16) (i32.const(;size;) 0x7fff_ffff))
  "out of bounds memory access")
(assert_trap
  (invoke $bridge "mts_memcpy" (i32.const(;side;) 0) (i32.const(;main;) 0) (i32.const(;size;) -1))
  "out of bounds memory access")
(assert_trap
  (invoke $bridge "mts_memcpy"
    (i32.const(;side;) 16) (i32.const(;main;) 16) (i32.const(;size;) -1))
  "out of bounds memory access")
(assert_trap
  (invoke $bridge "mts_memcpy" (i32.const(;side;) 0) (i32.const(;main;) 0) (i32.const(;size;) -8))
  "out of bounds memory access")
(assert_trap
  (invoke $bridge "mts_memcpy"
    (i32.const(;side;) 16) (i32.const(;main;) 16) (i32.const(;size;) -8))
  "out of bounds memory access")
(assert_trap
  (invoke $bridge "mts_memcpy" (i32.const(;side;) 16) (i32.const(;main;) 0) (i32.const(;size;) -8))
  "out of bounds memory access")
(assert_trap
  (invoke $bridge "mts_memcpy" (i32.const(;side;) 0) (i32.const(;main;) 16) (i32.const(;size;) -8))
  "out of bounds memory access")
(assert_trap
  (invoke $bridge "mts_memcpy"
    (i32.const(;side;) -16) (i32.const(;main;) 0) (i32.const(;size;) 32))
  "out of bounds memory access")
(assert_trap
  (invoke $bridge "mts_memcpy"
    (i32.const(;side;) 0) (i32.const(;main;) -16) (i32.const(;size;) 32))
  "out of bounds memory access")
(assert_trap
  (invoke $bridge "mts_memcpy"
    (i32.const(;side;) -16) (i32.const(;main;) -16) (i32.const(;size;) 16))
  "out of bounds memory access")
(assert_trap
  (invoke $bridge "mts_memcpy"
    (i32.const(;side;) 0xffff_fff0) (i32.const(;main;) 0) (i32.const(;size;) 32))
  "out of bounds memory access")
(assert_trap
  (invoke $bridge "mts_memcpy"
    (i32.const(;side;) 0) (i32.const(;main;) 0xffff_fff0) (i32.const(;size;) 32))
  "out of bounds memory access")
(assert_return (invoke $side "getI64" (i32.const(;side;) 0)) (i64.const 0x5555_5555_5555_5555))

;; side to main, fixed sizes: the last place that fits, and the first that does not.
(assert_return
  (invoke $bridge "stm_memcpy1" (i32.const(;main;) 0xffff) (i32.const(;side;) 0x1ffff)))
(assert_trap (invoke $bridge "stm_memcpy1" (i32.const(;main;) 0x10000) (i32.const(;side;) 0))
  "out of bounds memory access")
(assert_trap (invoke $bridge "stm_memcpy1" (i32.const(;main;) 0) (i32.const(;side;) 0x20000))
  "out of bounds memory access")
(assert_trap (invoke $bridge "stm_memcpy1" (i32.const(;main;) -1) (i32.const(;side;) 0))
  "out of bounds memory access")
(assert_trap (invoke $bridge "stm_memcpy1" (i32.const(;main;) 0) (i32.const(;side;) -1))
  "out of bounds memory access")
(assert_return
  (invoke $bridge "stm_memcpy2" (i32.const(;main;) 0xfffe) (i32.const(;side;) 0x1fffe)))
(assert_trap (invoke $bridge "stm_memcpy2" (i32.const(;main;) 0xffff) (i32.const(;side;) 0))
  "out of bounds memory access")
(assert_trap (invoke $bridge "stm_memcpy2" (i32.const(;main;) 0) (i32.const(;side;) 0x1ffff))
  "out of bounds memory access")
(assert_trap (invoke $bridge "stm_memcpy2" (i32.const(;main;) -1) (i32.const(;side;) 0))
  "out of bounds memory access")
(assert_trap (invoke $bridge "stm_memcpy2" (i32.const(;main;) 0) (i32.const(;side;) -1))
  "out of bounds memory access")
(assert_return
  (invoke $bridge "stm_memcpy4" (i32.const(;main;) 0xfffc) (i32.const(;side;) 0x1fffc)))
(assert_trap (invoke $bridge "stm_memcpy4" (i32.const(;main;) 0xfffd) (i32.const(;side;) 0))
  "out of bounds memory access")
(assert_trap (invoke $bridge "stm_memcpy4" (i32.const(;main;) 0) (i32.const(;side;) 0x1fffd))
  "out of bounds memory access")
(assert_trap (invoke $bridge "stm_memcpy4" (i32.const(;main;) -1) (i32.const(;side;) 0))
  "out of bounds memory access")
(assert_trap (invoke $bridge "stm_memcpy4" (i32.const(;main;) 0) (i32.const(;side;) -1))
  "out of bounds memory access")
(assert_return
  (invoke $bridge "stm_memcpy8" (i32.const(;main;) 0xfff8) (i32.const(;side;) 0x1fff8)))
(assert_trap (invoke $bridge "stm_memcpy8" (i32.const(;main;) 0xfff9) (i32.const(;side;) 0))
  "out of bounds memory access")
(assert_trap (invoke $bridge "stm_memcpy8" (i32.const(;main;) 0) (i32.const(;side;) 0x1fff9))
  "out of bounds memory access")
(assert_trap (invoke $bridge "stm_memcpy8" (i32.const(;main;) -1) (i32.const(;side;) 0))
  "out of bounds memory access")
(assert_trap (invoke $bridge "stm_memcpy8" (i32.const(;main;) 0) (i32.const(;side;) -1))
  "out of bounds memory access")

;; side to main: size 0 at the end is fine, past it is not.
(assert_return
  (invoke $bridge "stm_memcpy" (i32.const(;main;) 0) (i32.const(;side;) 0) (i32.const(;size;) 0)))
(assert_return
  (invoke $bridge "stm_memcpy"
    (i32.const(;main;) 0x10000) (i32.const(;side;) 0x20000) (i32.const(;size;) 0)))
(assert_trap
  (invoke $bridge "stm_memcpy"
    (i32.const(;main;) 0x10001) (i32.const(;side;) 0) (i32.const(;size;) 0))
  "out of bounds memory access")
(assert_trap
  (invoke $bridge "stm_memcpy"
    (i32.const(;main;) 0) (i32.const(;side;) 0x20001) (i32.const(;size;) 0))
  "out of bounds memory access")
(assert_trap
  (invoke $bridge "stm_memcpy" (i32.const(;main;) -1) (i32.const(;side;) 0) (i32.const(;size;) 0))
  "out of bounds memory access")
(assert_trap
  (invoke $bridge "stm_memcpy" (i32.const(;main;) 0) (i32.const(;side;) -1) (i32.const(;size;) 0))
  "out of bounds memory access")

;; side to main: one byte too many at either end writes nothing, whatever the direction.
(assert_return
  (invoke $side "setI64" (i32.const(;side;) 0x1fff0) (i64.const 0x1111_1111_1111_1111)))
(assert_return
  (invoke $side "setI64" (i32.const(;side;) 0x1fff8) (i64.const 0x2222_2222_2222_2222)))
(assert_return (invoke $main "setI64" (i32.const(;main;) 0xfff0) (i64.const 0x3333_3333_3333_3333)))
(assert_return (invoke $main "setI64" (i32.const(;main;) 0xfff8) (i64.const 0x4444_4444_4444_4444)))
(assert_trap
  (invoke $bridge "stm_memcpy"
    (i32.const(;main;) 0xfff0) (i32.const(;side;) 0) (i32.const(;size;) 17))
  "out of bounds memory access")
(assert_trap
  (invoke $bridge "stm_memcpy"
    (i32.const(;main;) 0xfff0) (i32.const(;side;) 0x1fff0) (i32.const(;size;) 17))
  "out of bounds memory access")
(assert_trap
  (invoke $bridge "stm_memcpy"
    (i32.const(;main;) 0xfff0) (i32.const(;side;) 0x1fff1) (i32.const(;size;) 16))
  "out of bounds memory access")
(assert_trap
  (invoke $bridge "stm_memcpy"
    (i32.const(;main;) 0xff80) (i32.const(;side;) 0) (i32.const(;size;) 129))
  "out of bounds memory access")
(assert_trap
  (invoke $bridge "stm_memcpy"
    (i32.const(;main;) 0xfed4) (i32.const(;side;) 0) (i32.const(;size;) 301))
  "out of bounds memory access")
(assert_return (invoke $main "getI64" (i32.const(;main;) 0xfff0)) (i64.const 0x3333_3333_3333_3333))
(assert_return (invoke $main "getI64" (i32.const(;main;) 0xfff8)) (i64.const 0x4444_4444_4444_4444))
(assert_return
  (invoke $bridge "stm_memcpy"
    (i32.const(;main;) 0xfff0) (i32.const(;side;) 0x1fff0) (i32.const(;size;) 16)))
(assert_return (invoke $main "getI64" (i32.const(;main;) 0xfff0)) (i64.const 0x1111_1111_1111_1111))
(assert_return (invoke $main "getI64" (i32.const(;main;) 0xfff8)) (i64.const 0x2222_2222_2222_2222))

;; side to main: sizes are unsigned, and no end wraps to the start of the memory.
(assert_return (invoke $main "setI64" (i32.const(;main;) 0) (i64.const 0x5555_5555_5555_5555)))
(assert_trap
  (invoke $bridge "stm_memcpy"
    (i32.const(;main;) 0) (i32.const(;side;) 0) (i32.const(;size;) 0x8000_0000))
  "out of bounds memory access")
(assert_trap
  (invoke $bridge "stm_memcpy"
    (i32.const(;main;) 16) (i32.const(;side;) 16) (i32.const(;size;) 0x8000_0000))
  "out of bounds memory access")
(assert_trap
  (invoke $bridge "stm_memcpy"
    (i32.const(;main;) 0) (i32.const(;side;) 0) (i32.const(;size;) 0x7fff_ffff))
  "out of bounds memory access")
(assert_trap
  (invoke $bridge "stm_memcpy"
    (i32.const(;main;) 16) (i32.const(;side;) 16) (i32.const(;size;) 0x7fff_ffff))
  "out of bounds memory access")
(assert_trap
  (invoke $bridge "stm_memcpy" (i32.const(;main;) 0) (i32.const(;side;) 0) (i32.const(;size;) -1))
  "out of bounds memory access")
(assert_trap
  (invoke $bridge "stm_memcpy"
    (i32.const(;main;) 16) (i32.const(;side;) 16) (i32.const(;size;) -1))
  "out of bounds memory access")
(assert_trap
  (invoke $bridge "stm_memcpy" (i32.const(;main;) 0) (i32.const(;side;) 0) (i32.const(;size;) -8))
  "out of bounds memory access")
(assert_trap
  (invoke $bridge "stm_memcpy"
    (i32.const(;main;) 16) (i32.const(;side;) 16) (i32.const(;size;) -8))
  "out of bounds memory access")
(assert_trap
  (invoke $bridge "stm_memcpy" (i32.const(;main;) 16) (i32.const(;side;) 0) (i32.const(;size;) -8))
  "out of bounds memory access")
(assert_trap
  (invoke $bridge "stm_memcpy" (i32.const(;main;) 0) (i32.const(;side;) 16) (i32.const(;size;) -8))
  "out of bounds memory access")
(assert_trap
  (invoke $bridge "stm_memcpy"
    (i32.const(;main;) -16) (i32.const(;side;) 0) (i32.const(;size;) 32))
  "out of bounds memory access")
(assert_trap
  (invoke $bridge "stm_memcpy"
    (i32.const(;main;) 0) (i32.const(;side;) -16) (i32.const(;size;) 32))
  "out of bounds memory access")
(assert_trap
  (invoke $bridge "stm_memcpy"
    (i32.const(;main;) -16) (i32.const(;side;) -16) (i32.const(;size;) 16))
  "out of bounds memory access")
(assert_trap
  (invoke $bridge "stm_memcpy"
    (i32.const(;main;) 0xffff_fff0) (i32.const(;side;) 0) (i32.const(;size;) 32))
  "out of bounds memory access")
(assert_trap
  (invoke $bridge "stm_memcpy"
    (i32.const(;main;) 0) (i32.const(;side;) 0xffff_fff0) (i32.const(;size;) 32))
  "out of bounds memory access")
(assert_return (invoke $main "getI64" (i32.const(;main;) 0)) (i64.const 0x5555_5555_5555_5555))
