;; In memories of 4 GiB every 32-bit address is valid, so nothing but the arithmetic stops a copy
;; that runs past 2^32 from going on at address 0.
;;! parameters main side

(module $env
  (func (export "rbBridge") (param $library i32) (param $name i32(;main;)) (result i32(;main;))
    (i32.const(;main;) 0))
  (func (export "rbBridgeFb") (param $library i32) (param $name i32(;main;)) (result i32(;main;))
    (i32.const(;main;) 0)))
(register "env")
;;! module $main memory:65536 main
(register "main")
(module $env
  (func (export "rbBridge") (param $library i32) (param $name i32(;side;)) (result i32(;side;))
    (i32.const(;side;) 0))
  (func (export "rbBridgeFb") (param $library i32) (param $name i32(;side;)) (result i32(;side;))
    (i32.const(;side;) 0)))
(register "env")
;;! module $side memory:65536 side
(register "side")
;;! module $bridge bridge main side

;; main to side: up to the last byte, and one byte further.
(assert_return
  (invoke $main "setI64" (i32.const(;main;) 0xffff_fff0) (i64.const 0x1111_1111_1111_1111)))
(assert_return
  (invoke $main "setI64" (i32.const(;main;) 0xffff_fff8) (i64.const 0x2222_2222_2222_2222)))
(assert_return (invoke $side "setI64" (i32.const(;side;) 0) (i64.const 0x5555_5555_5555_5555)))
(assert_return
  (invoke $bridge "mts_memcpy"
    (i32.const(;side;) 0xffff_fff0) (i32.const(;main;) 0xffff_fff0) (i32.const(;size;) 16)))
(assert_return (invoke $side "getI64" (i32.const(;side;) 0xffff_fff8))
  (i64.const 0x2222_2222_2222_2222))
(assert_return
  (invoke $bridge "mts_memcpy"
    (i32.const(;side;) 0x8000_0000) (i32.const(;main;) 0xffff_fff1) (i32.const(;size;) 15)))
(assert_return (invoke $side "getI64" (i32.const(;side;) 0x8000_0000))
  (i64.const 0x2211_1111_1111_1111))
(assert_return
  (invoke $side "setI64" (i32.const(;side;) 0xffff_fff8) (i64.const 0x4444_4444_4444_4444)))
(assert_trap
  (invoke $bridge "mts_memcpy"
    (i32.const(;side;) 0xffff_fff0) (i32.const(;main;) 0xffff_fff0) (i32.const(;size;) 17))
  "out of bounds memory access")
(assert_trap
  (invoke $bridge "mts_memcpy"
    (i32.const(;side;) 0xffff_fff0) (i32.const(;main;) 0) (i32.const(;size;) 17))
  "out of bounds memory access")
(assert_trap
  (invoke $bridge "mts_memcpy"
    (i32.const(;side;) 0x100) (i32.const(;main;) 0xffff_fff0) (i32.const(;size;) 17))
  "out of bounds memory access")
(assert_trap
  (invoke $bridge "mts_memcpy"
    (i32.const(;side;) 0xffff_ffff) (i32.const(;main;) 0xffff_ffff) (i32.const(;size;) 2))
  "out of bounds memory access")
(assert_trap
  (invoke $bridge "mts_memcpy"
    (i32.const(;side;) 0xffff_fff8) (i32.const(;main;) 0xffff_fff0) (i32.const(;size;) 9))
  "out of bounds memory access")
(assert_trap
  (invoke $bridge "mts_memcpy"
    (i32.const(;side;) 0xffff_ffff) (i32.const(;main;) 0) (i32.const(;size;) 0xffff_ffff))
  "out of bounds memory access")
(assert_trap
  (invoke $bridge "mts_memcpy"
    (i32.const(;side;) 16) (i32.const(;main;) 16) (i32.const(;size;) 0xffff_fff8))
  "out of bounds memory access")
(assert_trap (invoke $bridge "mts_memcpy2" (i32.const(;side;) 0xffff_ffff) (i32.const(;main;) 0))
  "out of bounds memory access")
(assert_trap (invoke $bridge "mts_memcpy2" (i32.const(;side;) 0) (i32.const(;main;) 0xffff_ffff))
  "out of bounds memory access")
(assert_trap (invoke $bridge "mts_memcpy4" (i32.const(;side;) 0xffff_ffff) (i32.const(;main;) 0))
  "out of bounds memory access")
(assert_trap (invoke $bridge "mts_memcpy4" (i32.const(;side;) 0) (i32.const(;main;) 0xffff_ffff))
  "out of bounds memory access")
(assert_trap (invoke $bridge "mts_memcpy8" (i32.const(;side;) 0xffff_ffff) (i32.const(;main;) 0))
  "out of bounds memory access")
(assert_trap (invoke $bridge "mts_memcpy8" (i32.const(;side;) 0) (i32.const(;main;) 0xffff_ffff))
  "out of bounds memory access")
(assert_return (invoke $side "getI64" (i32.const(;side;) 0xffff_fff8))
  (i64.const 0x4444_4444_4444_4444))
(assert_return (invoke $side "getI64" (i32.const(;side;) 0)) (i64.const 0x5555_5555_5555_5555))
;; Size 0 is fine at every address, the last one too.
(assert_return
  (invoke $bridge "mts_memcpy"
    (i32.const(;side;) 0xffff_ffff) (i32.const(;main;) 0xffff_ffff) (i32.const(;size;) 0)))

;; side to main: up to the last byte, and one byte further.
(assert_return
  (invoke $side "setI64" (i32.const(;side;) 0xffff_fff0) (i64.const 0x1111_1111_1111_1111)))
(assert_return
  (invoke $side "setI64" (i32.const(;side;) 0xffff_fff8) (i64.const 0x2222_2222_2222_2222)))
(assert_return (invoke $main "setI64" (i32.const(;main;) 0) (i64.const 0x5555_5555_5555_5555)))
(assert_return
  (invoke $bridge "stm_memcpy"
    (i32.const(;main;) 0xffff_fff0) (i32.const(;side;) 0xffff_fff0) (i32.const(;size;) 16)))
(assert_return (invoke $main "getI64" (i32.const(;main;) 0xffff_fff8))
  (i64.const 0x2222_2222_2222_2222))
(assert_return
  (invoke $bridge "stm_memcpy"
    (i32.const(;main;) 0x8000_0000) (i32.const(;side;) 0xffff_fff1) (i32.const(;size;) 15)))
(assert_return (invoke $main "getI64" (i32.const(;main;) 0x8000_0000))
  (i64.const 0x2211_1111_1111_1111))
(assert_return
  (invoke $main "setI64" (i32.const(;main;) 0xffff_fff8) (i64.const 0x4444_4444_4444_4444)))
(assert_trap
  (invoke $bridge "stm_memcpy"
    (i32.const(;main;) 0xffff_fff0) (i32.const(;side;) 0xffff_fff0) (i32.const(;size;) 17))
  "out of bounds memory access")
(assert_trap
  (invoke $bridge "stm_memcpy"
    (i32.const(;main;) 0xffff_fff0) (i32.const(;side;) 0) (i32.const(;size;) 17))
  "out of bounds memory access")
(assert_trap
  (invoke $bridge "stm_memcpy"
    (i32.const(;main;) 0x100) (i32.const(;side;) 0xffff_fff0) (i32.const(;size;) 17))
  "out of bounds memory access")
(assert_trap
  (invoke $bridge "stm_memcpy"
    (i32.const(;main;) 0xffff_ffff) (i32.const(;side;) 0xffff_ffff) (i32.const(;size;) 2))
  "out of bounds memory access")
(assert_trap
  (invoke $bridge "stm_memcpy"
    (i32.const(;main;) 0xffff_fff8) (i32.const(;side;) 0xffff_fff0) (i32.const(;size;) 9))
  "out of bounds memory access")
(assert_trap
  (invoke $bridge "stm_memcpy"
    (i32.const(;main;) 0xffff_ffff) (i32.const(;side;) 0) (i32.const(;size;) 0xffff_ffff))
  "out of bounds memory access")
(assert_trap
  (invoke $bridge "stm_memcpy"
    (i32.const(;main;) 16) (i32.const(;side;) 16) (i32.const(;size;) 0xffff_fff8))
  "out of bounds memory access")
(assert_trap (invoke $bridge "stm_memcpy2" (i32.const(;main;) 0xffff_ffff) (i32.const(;side;) 0))
  "out of bounds memory access")
(assert_trap (invoke $bridge "stm_memcpy2" (i32.const(;main;) 0) (i32.const(;side;) 0xffff_ffff))
  "out of bounds memory access")
(assert_trap (invoke $bridge "stm_memcpy4" (i32.const(;main;) 0xffff_ffff) (i32.const(;side;) 0))
  "out of bounds memory access")
(assert_trap (invoke $bridge "stm_memcpy4" (i32.const(;main;) 0) (i32.const(;side;) 0xffff_ffff))
  "out of bounds memory access")
(assert_trap (invoke $bridge "stm_memcpy8" (i32.const(;main;) 0xffff_ffff) (i32.const(;side;) 0))
  "out of bounds memory access")
(assert_trap (invoke $bridge "stm_memcpy8" (i32.const(;main;) 0) (i32.const(;side;) 0xffff_ffff))
  "out of bounds memory access")
(assert_return (invoke $main "getI64" (i32.const(;main;) 0xffff_fff8))
  (i64.const 0x4444_4444_4444_4444))
(assert_return (invoke $main "getI64" (i32.const(;main;) 0)) (i64.const 0x5555_5555_5555_5555))
;; Size 0 is fine at every address, the last one too.
(assert_return
  (invoke $bridge "stm_memcpy"
    (i32.const(;main;) 0xffff_ffff) (i32.const(;side;) 0xffff_ffff) (i32.const(;size;) 0)))
