;; A memory without pages has an end too: address 0 holds nothing, and size 0 is fine there.
;;! parameters main side

(module $env
  (func (export "rbBridge") (param $library i32) (param $name i32(;main;)) (result i32(;main;))
    (i32.const(;main;) 0))
  (func (export "rbBridgeFb") (param $library i32) (param $name i32(;main;)) (result i32(;main;))
    (i32.const(;main;) 0)))
(register "env")
;;! module $main memory:0 main
(register "main")
(module $env
  (func (export "rbBridge") (param $library i32) (param $name i32(;side;)) (result i32(;side;))
    (i32.const(;side;) 0))
  (func (export "rbBridgeFb") (param $library i32) (param $name i32(;side;)) (result i32(;side;))
    (i32.const(;side;) 0)))
(register "env")
;;! module $side memory:0 side
(register "side")
;;! module $bridge bridge main side

;; main to side.
(assert_return
  (invoke $bridge "mts_memcpy" (i32.const(;side;) 0) (i32.const(;main;) 0) (i32.const(;size;) 0)))
(assert_trap
  (invoke $bridge "mts_memcpy" (i32.const(;side;) 1) (i32.const(;main;) 0) (i32.const(;size;) 0))
  "out of bounds memory access")
(assert_trap
  (invoke $bridge "mts_memcpy" (i32.const(;side;) 0) (i32.const(;main;) 1) (i32.const(;size;) 0))
  "out of bounds memory access")
(assert_trap
  (invoke $bridge "mts_memcpy" (i32.const(;side;) 0) (i32.const(;main;) 0) (i32.const(;size;) 1))
  "out of bounds memory access")
(assert_trap (invoke $bridge "mts_memcpy1" (i32.const(;side;) 0) (i32.const(;main;) 0))
  "out of bounds memory access")
(assert_trap (invoke $bridge "mts_memcpy2" (i32.const(;side;) 0) (i32.const(;main;) 0))
  "out of bounds memory access")
(assert_trap (invoke $bridge "mts_memcpy4" (i32.const(;side;) 0) (i32.const(;main;) 0))
  "out of bounds memory access")
(assert_trap (invoke $bridge "mts_memcpy8" (i32.const(;side;) 0) (i32.const(;main;) 0))
  "out of bounds memory access")

;; side to main.
(assert_return
  (invoke $bridge "stm_memcpy" (i32.const(;main;) 0) (i32.const(;side;) 0) (i32.const(;size;) 0)))
(assert_trap
  (invoke $bridge "stm_memcpy" (i32.const(;main;) 1) (i32.const(;side;) 0) (i32.const(;size;) 0))
  "out of bounds memory access")
(assert_trap
  (invoke $bridge "stm_memcpy" (i32.const(;main;) 0) (i32.const(;side;) 1) (i32.const(;size;) 0))
  "out of bounds memory access")
(assert_trap
  (invoke $bridge "stm_memcpy" (i32.const(;main;) 0) (i32.const(;side;) 0) (i32.const(;size;) 1))
  "out of bounds memory access")
(assert_trap (invoke $bridge "stm_memcpy1" (i32.const(;main;) 0) (i32.const(;side;) 0))
  "out of bounds memory access")
(assert_trap (invoke $bridge "stm_memcpy2" (i32.const(;main;) 0) (i32.const(;side;) 0))
  "out of bounds memory access")
(assert_trap (invoke $bridge "stm_memcpy4" (i32.const(;main;) 0) (i32.const(;side;) 0))
  "out of bounds memory access")
(assert_trap (invoke $bridge "stm_memcpy8" (i32.const(;main;) 0) (i32.const(;side;) 0))
  "out of bounds memory access")
