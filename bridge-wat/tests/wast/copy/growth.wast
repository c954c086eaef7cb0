;; A copy sees at once that a memory has grown: it keeps neither its base nor its length.
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
;;! module $side memory:1 side
(register "side")
;;! module $bridge bridge main side
(module $main_grower
  (import "main" "memory" (memory i32(;main;) 1))
  (func (export "grow") (result i32(;main;)) (memory.grow (i32.const(;main;) 1))))
(module $side_grower
  (import "side" "memory" (memory i32(;side;) 1))
  (func (export "grow") (result i32(;side;)) (memory.grow (i32.const(;side;) 1))))

;; Neither has a second page, then only main has, then both.
(assert_trap
  (invoke $bridge "mts_memcpy"
    (i32.const(;side;) 0xffff) (i32.const(;main;) 0xffff) (i32.const(;size;) 9))
  "out of bounds memory access")
(assert_return (invoke $main_grower "grow") (i32.const(;main;) 1))
(assert_trap
  (invoke $bridge "mts_memcpy"
    (i32.const(;side;) 0xffff) (i32.const(;main;) 0xffff) (i32.const(;size;) 9))
  "out of bounds memory access")
(assert_trap
  (invoke $bridge "stm_memcpy"
    (i32.const(;main;) 0xffff) (i32.const(;side;) 0xffff) (i32.const(;size;) 9))
  "out of bounds memory access")
(assert_trap (invoke $bridge "stm_memcpy8" (i32.const(;main;) 0xffff) (i32.const(;side;) 0xffff))
  "out of bounds memory access")
(assert_return (invoke $side_grower "grow") (i32.const(;side;) 1))
(assert_return (invoke $main "setI64" (i32.const(;main;) 0x1_0000) (i64.const 0x1122_3344)))
(assert_return
  (invoke $bridge "mts_memcpy"
    (i32.const(;side;) 0xffff) (i32.const(;main;) 0xffff) (i32.const(;size;) 9)))
(assert_return (invoke $side "getI64" (i32.const(;side;) 0x1_0000)) (i64.const 0x1122_3344))
(assert_return (invoke $side "setI64" (i32.const(;side;) 0xffff) (i64.const 0x5566_7788)))
(assert_return (invoke $bridge "stm_memcpy8" (i32.const(;main;) 0xffff) (i32.const(;side;) 0xffff)))
(assert_return (invoke $main "getI64" (i32.const(;main;) 0xffff)) (i64.const 0x5566_7788))
