;; Bytes that would be a signalling NaN, as f32 or as f64, arrive as they left: in every size class,
;; both ways, the last 8 bytes of the range and the first.
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

(assert_return (invoke $main "setI64" (i32.const(;main;) 0x1003) (i64.const 0x7ff0_0000_0000_0001)))
(assert_return
  (invoke $bridge "mts_memcpy"
    (i32.const(;side;) 0x2005) (i32.const(;main;) 0x1003) (i32.const(;size;) 8)))
(assert_return (invoke $side "getI64" (i32.const(;side;) 0x2005)) (i64.const 0x7ff0_0000_0000_0001))

(assert_return (invoke $main "setI64" (i32.const(;main;) 0x1007) (i64.const 0xfff7_ffff_ffff_ffff)))
(assert_return
  (invoke $bridge "mts_memcpy"
    (i32.const(;side;) 0x2005) (i32.const(;main;) 0x1003) (i32.const(;size;) 12)))
(assert_return (invoke $side "getI64" (i32.const(;side;) 0x2009)) (i64.const 0xfff7_ffff_ffff_ffff))

(assert_return (invoke $main "setI64" (i32.const(;main;) 0x100b) (i64.const 0x7ff8_0000_0000_0123)))
(assert_return (invoke $main "setI64" (i32.const(;main;) 0x1003) (i64.const 0xffff_ffff_ffff_ffff)))
(assert_return
  (invoke $bridge "mts_memcpy"
    (i32.const(;side;) 0x2005) (i32.const(;main;) 0x1003) (i32.const(;size;) 16)))
(assert_return (invoke $side "getI64" (i32.const(;side;) 0x200d)) (i64.const 0x7ff8_0000_0000_0123))
(assert_return (invoke $side "getI64" (i32.const(;side;) 0x2005)) (i64.const 0xffff_ffff_ffff_ffff))

(assert_return (invoke $main "setI64" (i32.const(;main;) 0x1013) (i64.const 0xffff_ffff_ffff_ffff)))
(assert_return (invoke $main "setI64" (i32.const(;main;) 0x1003) (i64.const 0x7f80_0001_7fa0_0000)))
(assert_return
  (invoke $bridge "mts_memcpy"
    (i32.const(;side;) 0x2005) (i32.const(;main;) 0x1003) (i32.const(;size;) 24)))
(assert_return (invoke $side "getI64" (i32.const(;side;) 0x2015)) (i64.const 0xffff_ffff_ffff_ffff))
(assert_return (invoke $side "getI64" (i32.const(;side;) 0x2005)) (i64.const 0x7f80_0001_7fa0_0000))

(assert_return (invoke $main "setI64" (i32.const(;main;) 0x101b) (i64.const 0x7f80_0001_7fa0_0000)))
(assert_return (invoke $main "setI64" (i32.const(;main;) 0x1003) (i64.const 0xffbf_ffff_ff80_0001)))
(assert_return
  (invoke $bridge "mts_memcpy"
    (i32.const(;side;) 0x2005) (i32.const(;main;) 0x1003) (i32.const(;size;) 32)))
(assert_return (invoke $side "getI64" (i32.const(;side;) 0x201d)) (i64.const 0x7f80_0001_7fa0_0000))
(assert_return (invoke $side "getI64" (i32.const(;side;) 0x2005)) (i64.const 0xffbf_ffff_ff80_0001))

(assert_return (invoke $main "setI64" (i32.const(;main;) 0x101c) (i64.const 0xffbf_ffff_ff80_0001)))
(assert_return (invoke $main "setI64" (i32.const(;main;) 0x1003) (i64.const 0x7ff0_0000_0000_0001)))
(assert_return
  (invoke $bridge "mts_memcpy"
    (i32.const(;side;) 0x2005) (i32.const(;main;) 0x1003) (i32.const(;size;) 33)))
(assert_return (invoke $side "getI64" (i32.const(;side;) 0x201e)) (i64.const 0xffbf_ffff_ff80_0001))
(assert_return (invoke $side "getI64" (i32.const(;side;) 0x2005)) (i64.const 0x7ff0_0000_0000_0001))

(assert_return (invoke $main "setI64" (i32.const(;main;) 0x1023) (i64.const 0x7ff0_0000_0000_0001)))
(assert_return (invoke $main "setI64" (i32.const(;main;) 0x1003) (i64.const 0xfff7_ffff_ffff_ffff)))
(assert_return
  (invoke $bridge "mts_memcpy"
    (i32.const(;side;) 0x2005) (i32.const(;main;) 0x1003) (i32.const(;size;) 40)))
(assert_return (invoke $side "getI64" (i32.const(;side;) 0x2025)) (i64.const 0x7ff0_0000_0000_0001))
(assert_return (invoke $side "getI64" (i32.const(;side;) 0x2005)) (i64.const 0xfff7_ffff_ffff_ffff))

(assert_return (invoke $main "setI64" (i32.const(;main;) 0x102b) (i64.const 0xfff7_ffff_ffff_ffff)))
(assert_return (invoke $main "setI64" (i32.const(;main;) 0x1003) (i64.const 0x7ff8_0000_0000_0123)))
(assert_return
  (invoke $bridge "mts_memcpy"
    (i32.const(;side;) 0x2005) (i32.const(;main;) 0x1003) (i32.const(;size;) 48)))
(assert_return (invoke $side "getI64" (i32.const(;side;) 0x202d)) (i64.const 0xfff7_ffff_ffff_ffff))
(assert_return (invoke $side "getI64" (i32.const(;side;) 0x2005)) (i64.const 0x7ff8_0000_0000_0123))

(assert_return (invoke $main "setI64" (i32.const(;main;) 0x103b) (i64.const 0x7ff8_0000_0000_0123)))
(assert_return (invoke $main "setI64" (i32.const(;main;) 0x1003) (i64.const 0xffff_ffff_ffff_ffff)))
(assert_return
  (invoke $bridge "mts_memcpy"
    (i32.const(;side;) 0x2005) (i32.const(;main;) 0x1003) (i32.const(;size;) 64)))
(assert_return (invoke $side "getI64" (i32.const(;side;) 0x203d)) (i64.const 0x7ff8_0000_0000_0123))
(assert_return (invoke $side "getI64" (i32.const(;side;) 0x2005)) (i64.const 0xffff_ffff_ffff_ffff))

(assert_return (invoke $main "setI64" (i32.const(;main;) 0x103c) (i64.const 0xffff_ffff_ffff_ffff)))
(assert_return (invoke $main "setI64" (i32.const(;main;) 0x1003) (i64.const 0x7f80_0001_7fa0_0000)))
(assert_return
  (invoke $bridge "mts_memcpy"
    (i32.const(;side;) 0x2005) (i32.const(;main;) 0x1003) (i32.const(;size;) 65)))
(assert_return (invoke $side "getI64" (i32.const(;side;) 0x203e)) (i64.const 0xffff_ffff_ffff_ffff))
(assert_return (invoke $side "getI64" (i32.const(;side;) 0x2005)) (i64.const 0x7f80_0001_7fa0_0000))

(assert_return (invoke $main "setI64" (i32.const(;main;) 0x104b) (i64.const 0x7f80_0001_7fa0_0000)))
(assert_return (invoke $main "setI64" (i32.const(;main;) 0x1003) (i64.const 0xffbf_ffff_ff80_0001)))
(assert_return
  (invoke $bridge "mts_memcpy"
    (i32.const(;side;) 0x2005) (i32.const(;main;) 0x1003) (i32.const(;size;) 80)))
(assert_return (invoke $side "getI64" (i32.const(;side;) 0x204d)) (i64.const 0x7f80_0001_7fa0_0000))
(assert_return (invoke $side "getI64" (i32.const(;side;) 0x2005)) (i64.const 0xffbf_ffff_ff80_0001))

(assert_return (invoke $main "setI64" (i32.const(;main;) 0x105b) (i64.const 0xffbf_ffff_ff80_0001)))
(assert_return (invoke $main "setI64" (i32.const(;main;) 0x1003) (i64.const 0x7ff0_0000_0000_0001)))
(assert_return
  (invoke $bridge "mts_memcpy"
    (i32.const(;side;) 0x2005) (i32.const(;main;) 0x1003) (i32.const(;size;) 96)))
(assert_return (invoke $side "getI64" (i32.const(;side;) 0x205d)) (i64.const 0xffbf_ffff_ff80_0001))
(assert_return (invoke $side "getI64" (i32.const(;side;) 0x2005)) (i64.const 0x7ff0_0000_0000_0001))

(assert_return (invoke $main "setI64" (i32.const(;main;) 0x107a) (i64.const 0x7ff0_0000_0000_0001)))
(assert_return (invoke $main "setI64" (i32.const(;main;) 0x1003) (i64.const 0xfff7_ffff_ffff_ffff)))
(assert_return
  (invoke $bridge "mts_memcpy"
    (i32.const(;side;) 0x2005) (i32.const(;main;) 0x1003) (i32.const(;size;) 127)))
(assert_return (invoke $side "getI64" (i32.const(;side;) 0x207c)) (i64.const 0x7ff0_0000_0000_0001))
(assert_return (invoke $side "getI64" (i32.const(;side;) 0x2005)) (i64.const 0xfff7_ffff_ffff_ffff))

(assert_return (invoke $main "setI64" (i32.const(;main;) 0x107b) (i64.const 0xfff7_ffff_ffff_ffff)))
(assert_return (invoke $main "setI64" (i32.const(;main;) 0x1003) (i64.const 0x7ff8_0000_0000_0123)))
(assert_return
  (invoke $bridge "mts_memcpy"
    (i32.const(;side;) 0x2005) (i32.const(;main;) 0x1003) (i32.const(;size;) 128)))
(assert_return (invoke $side "getI64" (i32.const(;side;) 0x207d)) (i64.const 0xfff7_ffff_ffff_ffff))
(assert_return (invoke $side "getI64" (i32.const(;side;) 0x2005)) (i64.const 0x7ff8_0000_0000_0123))

(assert_return (invoke $main "setI64" (i32.const(;main;) 0x107c) (i64.const 0x7ff8_0000_0000_0123)))
(assert_return (invoke $main "setI64" (i32.const(;main;) 0x1003) (i64.const 0xffff_ffff_ffff_ffff)))
(assert_return
  (invoke $bridge "mts_memcpy"
    (i32.const(;side;) 0x2005) (i32.const(;main;) 0x1003) (i32.const(;size;) 129)))
(assert_return (invoke $side "getI64" (i32.const(;side;) 0x207e)) (i64.const 0x7ff8_0000_0000_0123))
(assert_return (invoke $side "getI64" (i32.const(;side;) 0x2005)) (i64.const 0xffff_ffff_ffff_ffff))

(assert_return (invoke $main "setI64" (i32.const(;main;) 0x10c3) (i64.const 0xffff_ffff_ffff_ffff)))
(assert_return (invoke $main "setI64" (i32.const(;main;) 0x1003) (i64.const 0x7f80_0001_7fa0_0000)))
(assert_return
  (invoke $bridge "mts_memcpy"
    (i32.const(;side;) 0x2005) (i32.const(;main;) 0x1003) (i32.const(;size;) 200)))
(assert_return (invoke $side "getI64" (i32.const(;side;) 0x20c5)) (i64.const 0xffff_ffff_ffff_ffff))
(assert_return (invoke $side "getI64" (i32.const(;side;) 0x2005)) (i64.const 0x7f80_0001_7fa0_0000))

(assert_return (invoke $main "setI64" (i32.const(;main;) 0x10fa) (i64.const 0x7f80_0001_7fa0_0000)))
(assert_return (invoke $main "setI64" (i32.const(;main;) 0x1003) (i64.const 0xffbf_ffff_ff80_0001)))
(assert_return
  (invoke $bridge "mts_memcpy"
    (i32.const(;side;) 0x2005) (i32.const(;main;) 0x1003) (i32.const(;size;) 255)))
(assert_return (invoke $side "getI64" (i32.const(;side;) 0x20fc)) (i64.const 0x7f80_0001_7fa0_0000))
(assert_return (invoke $side "getI64" (i32.const(;side;) 0x2005)) (i64.const 0xffbf_ffff_ff80_0001))

(assert_return (invoke $main "setI64" (i32.const(;main;) 0x10fb) (i64.const 0xffbf_ffff_ff80_0001)))
(assert_return (invoke $main "setI64" (i32.const(;main;) 0x1003) (i64.const 0x7ff0_0000_0000_0001)))
(assert_return
  (invoke $bridge "mts_memcpy"
    (i32.const(;side;) 0x2005) (i32.const(;main;) 0x1003) (i32.const(;size;) 256)))
(assert_return (invoke $side "getI64" (i32.const(;side;) 0x20fd)) (i64.const 0xffbf_ffff_ff80_0001))
(assert_return (invoke $side "getI64" (i32.const(;side;) 0x2005)) (i64.const 0x7ff0_0000_0000_0001))

(assert_return (invoke $side "setI64" (i32.const(;side;) 0x1003) (i64.const 0x7ff0_0000_0000_0001)))
(assert_return
  (invoke $bridge "stm_memcpy"
    (i32.const(;main;) 0x2005) (i32.const(;side;) 0x1003) (i32.const(;size;) 8)))
(assert_return (invoke $main "getI64" (i32.const(;main;) 0x2005)) (i64.const 0x7ff0_0000_0000_0001))

(assert_return (invoke $side "setI64" (i32.const(;side;) 0x1007) (i64.const 0xfff7_ffff_ffff_ffff)))
(assert_return
  (invoke $bridge "stm_memcpy"
    (i32.const(;main;) 0x2005) (i32.const(;side;) 0x1003) (i32.const(;size;) 12)))
(assert_return (invoke $main "getI64" (i32.const(;main;) 0x2009)) (i64.const 0xfff7_ffff_ffff_ffff))

(assert_return (invoke $side "setI64" (i32.const(;side;) 0x100b) (i64.const 0x7ff8_0000_0000_0123)))
(assert_return (invoke $side "setI64" (i32.const(;side;) 0x1003) (i64.const 0xffff_ffff_ffff_ffff)))
(assert_return
  (invoke $bridge "stm_memcpy"
    (i32.const(;main;) 0x2005) (i32.const(;side;) 0x1003) (i32.const(;size;) 16)))
(assert_return (invoke $main "getI64" (i32.const(;main;) 0x200d)) (i64.const 0x7ff8_0000_0000_0123))
(assert_return (invoke $main "getI64" (i32.const(;main;) 0x2005)) (i64.const 0xffff_ffff_ffff_ffff))

(assert_return (invoke $side "setI64" (i32.const(;side;) 0x1013) (i64.const 0xffff_ffff_ffff_ffff)))
(assert_return (invoke $side "setI64" (i32.const(;side;) 0x1003) (i64.const 0x7f80_0001_7fa0_0000)))
(assert_return
  (invoke $bridge "stm_memcpy"
    (i32.const(;main;) 0x2005) (i32.const(;side;) 0x1003) (i32.const(;size;) 24)))
(assert_return (invoke $main "getI64" (i32.const(;main;) 0x2015)) (i64.const 0xffff_ffff_ffff_ffff))
(assert_return (invoke $main "getI64" (i32.const(;main;) 0x2005)) (i64.const 0x7f80_0001_7fa0_0000))

(assert_return (invoke $side "setI64" (i32.const(;side;) 0x101b) (i64.const 0x7f80_0001_7fa0_0000)))
(assert_return (invoke $side "setI64" (i32.const(;side;) 0x1003) (i64.const 0xffbf_ffff_ff80_0001)))
(assert_return
  (invoke $bridge "stm_memcpy"
    (i32.const(;main;) 0x2005) (i32.const(;side;) 0x1003) (i32.const(;size;) 32)))
(assert_return (invoke $main "getI64" (i32.const(;main;) 0x201d)) (i64.const 0x7f80_0001_7fa0_0000))
(assert_return (invoke $main "getI64" (i32.const(;main;) 0x2005)) (i64.const 0xffbf_ffff_ff80_0001))

(assert_return (invoke $side "setI64" (i32.const(;side;) 0x101c) (i64.const 0xffbf_ffff_ff80_0001)))
(assert_return (invoke $side "setI64" (i32.const(;side;) 0x1003) (i64.const 0x7ff0_0000_0000_0001)))
(assert_return
  (invoke $bridge "stm_memcpy"
    (i32.const(;main;) 0x2005) (i32.const(;side;) 0x1003) (i32.const(;size;) 33)))
(assert_return (invoke $main "getI64" (i32.const(;main;) 0x201e)) (i64.const 0xffbf_ffff_ff80_0001))
(assert_return (invoke $main "getI64" (i32.const(;main;) 0x2005)) (i64.const 0x7ff0_0000_0000_0001))

(assert_return (invoke $side "setI64" (i32.const(;side;) 0x1023) (i64.const 0x7ff0_0000_0000_0001)))
(assert_return (invoke $side "setI64" (i32.const(;side;) 0x1003) (i64.const 0xfff7_ffff_ffff_ffff)))
(assert_return
  (invoke $bridge "stm_memcpy"
    (i32.const(;main;) 0x2005) (i32.const(;side;) 0x1003) (i32.const(;size;) 40)))
(assert_return (invoke $main "getI64" (i32.const(;main;) 0x2025)) (i64.const 0x7ff0_0000_0000_0001))
(assert_return (invoke $main "getI64" (i32.const(;main;) 0x2005)) (i64.const 0xfff7_ffff_ffff_ffff))

(assert_return (invoke $side "setI64" (i32.const(;side;) 0x102b) (i64.const 0xfff7_ffff_ffff_ffff)))
(assert_return (invoke $side "setI64" (i32.const(;side;) 0x1003) (i64.const 0x7ff8_0000_0000_0123)))
(assert_return
  (invoke $bridge "stm_memcpy"
    (i32.const(;main;) 0x2005) (i32.const(;side;) 0x1003) (i32.const(;size;) 48)))
(assert_return (invoke $main "getI64" (i32.const(;main;) 0x202d)) (i64.const 0xfff7_ffff_ffff_ffff))
(assert_return (invoke $main "getI64" (i32.const(;main;) 0x2005)) (i64.const 0x7ff8_0000_0000_0123))

(assert_return (invoke $side "setI64" (i32.const(;side;) 0x103b) (i64.const 0x7ff8_0000_0000_0123)))
(assert_return (invoke $side "setI64" (i32.const(;side;) 0x1003) (i64.const 0xffff_ffff_ffff_ffff)))
(assert_return
  (invoke $bridge "stm_memcpy"
    (i32.const(;main;) 0x2005) (i32.const(;side;) 0x1003) (i32.const(;size;) 64)))
(assert_return (invoke $main "getI64" (i32.const(;main;) 0x203d)) (i64.const 0x7ff8_0000_0000_0123))
(assert_return (invoke $main "getI64" (i32.const(;main;) 0x2005)) (i64.const 0xffff_ffff_ffff_ffff))

(assert_return (invoke $side "setI64" (i32.const(;side;) 0x103c) (i64.const 0xffff_ffff_ffff_ffff)))
(assert_return (invoke $side "setI64" (i32.const(;side;) 0x1003) (i64.const 0x7f80_0001_7fa0_0000)))
(assert_return
  (invoke $bridge "stm_memcpy"
    (i32.const(;main;) 0x2005) (i32.const(;side;) 0x1003) (i32.const(;size;) 65)))
(assert_return (invoke $main "getI64" (i32.const(;main;) 0x203e)) (i64.const 0xffff_ffff_ffff_ffff))
(assert_return (invoke $main "getI64" (i32.const(;main;) 0x2005)) (i64.const 0x7f80_0001_7fa0_0000))

(assert_return (invoke $side "setI64" (i32.const(;side;) 0x104b) (i64.const 0x7f80_0001_7fa0_0000)))
(assert_return (invoke $side "setI64" (i32.const(;side;) 0x1003) (i64.const 0xffbf_ffff_ff80_0001)))
(assert_return
  (invoke $bridge "stm_memcpy"
    (i32.const(;main;) 0x2005) (i32.const(;side;) 0x1003) (i32.const(;size;) 80)))
(assert_return (invoke $main "getI64" (i32.const(;main;) 0x204d)) (i64.const 0x7f80_0001_7fa0_0000))
(assert_return (invoke $main "getI64" (i32.const(;main;) 0x2005)) (i64.const 0xffbf_ffff_ff80_0001))

(assert_return (invoke $side "setI64" (i32.const(;side;) 0x105b) (i64.const 0xffbf_ffff_ff80_0001)))
(assert_return (invoke $side "setI64" (i32.const(;side;) 0x1003) (i64.const 0x7ff0_0000_0000_0001)))
(assert_return
  (invoke $bridge "stm_memcpy"
    (i32.const(;main;) 0x2005) (i32.const(;side;) 0x1003) (i32.const(;size;) 96)))
(assert_return (invoke $main "getI64" (i32.const(;main;) 0x205d)) (i64.const 0xffbf_ffff_ff80_0001))
(assert_return (invoke $main "getI64" (i32.const(;main;) 0x2005)) (i64.const 0x7ff0_0000_0000_0001))

(assert_return (invoke $side "setI64" (i32.const(;side;) 0x107a) (i64.const 0x7ff0_0000_0000_0001)))
(assert_return (invoke $side "setI64" (i32.const(;side;) 0x1003) (i64.const 0xfff7_ffff_ffff_ffff)))
(assert_return
  (invoke $bridge "stm_memcpy"
    (i32.const(;main;) 0x2005) (i32.const(;side;) 0x1003) (i32.const(;size;) 127)))
(assert_return (invoke $main "getI64" (i32.const(;main;) 0x207c)) (i64.const 0x7ff0_0000_0000_0001))
(assert_return (invoke $main "getI64" (i32.const(;main;) 0x2005)) (i64.const 0xfff7_ffff_ffff_ffff))

(assert_return (invoke $side "setI64" (i32.const(;side;) 0x107b) (i64.const 0xfff7_ffff_ffff_ffff)))
(assert_return (invoke $side "setI64" (i32.const(;side;) 0x1003) (i64.const 0x7ff8_0000_0000_0123)))
(assert_return
  (invoke $bridge "stm_memcpy"
    (i32.const(;main;) 0x2005) (i32.const(;side;) 0x1003) (i32.const(;size;) 128)))
(assert_return (invoke $main "getI64" (i32.const(;main;) 0x207d)) (i64.const 0xfff7_ffff_ffff_ffff))
(assert_return (invoke $main "getI64" (i32.const(;main;) 0x2005)) (i64.const 0x7ff8_0000_0000_0123))

(assert_return (invoke $side "setI64" (i32.const(;side;) 0x107c) (i64.const 0x7ff8_0000_0000_0123)))
(assert_return (invoke $side "setI64" (i32.const(;side;) 0x1003) (i64.const 0xffff_ffff_ffff_ffff)))
(assert_return
  (invoke $bridge "stm_memcpy"
    (i32.const(;main;) 0x2005) (i32.const(;side;) 0x1003) (i32.const(;size;) 129)))
(assert_return (invoke $main "getI64" (i32.const(;main;) 0x207e)) (i64.const 0x7ff8_0000_0000_0123))
(assert_return (invoke $main "getI64" (i32.const(;main;) 0x2005)) (i64.const 0xffff_ffff_ffff_ffff))

(assert_return (invoke $side "setI64" (i32.const(;side;) 0x10c3) (i64.const 0xffff_ffff_ffff_ffff)))
(assert_return (invoke $side "setI64" (i32.const(;side;) 0x1003) (i64.const 0x7f80_0001_7fa0_0000)))
(assert_return
  (invoke $bridge "stm_memcpy"
    (i32.const(;main;) 0x2005) (i32.const(;side;) 0x1003) (i32.const(;size;) 200)))
(assert_return (invoke $main "getI64" (i32.const(;main;) 0x20c5)) (i64.const 0xffff_ffff_ffff_ffff))
(assert_return (invoke $main "getI64" (i32.const(;main;) 0x2005)) (i64.const 0x7f80_0001_7fa0_0000))

(assert_return (invoke $side "setI64" (i32.const(;side;) 0x10fa) (i64.const 0x7f80_0001_7fa0_0000)))
(assert_return (invoke $side "setI64" (i32.const(;side;) 0x1003) (i64.const 0xffbf_ffff_ff80_0001)))
(assert_return
  (invoke $bridge "stm_memcpy"
    (i32.const(;main;) 0x2005) (i32.const(;side;) 0x1003) (i32.const(;size;) 255)))
(assert_return (invoke $main "getI64" (i32.const(;main;) 0x20fc)) (i64.const 0x7f80_0001_7fa0_0000))
(assert_return (invoke $main "getI64" (i32.const(;main;) 0x2005)) (i64.const 0xffbf_ffff_ff80_0001))

(assert_return (invoke $side "setI64" (i32.const(;side;) 0x10fb) (i64.const 0xffbf_ffff_ff80_0001)))
(assert_return (invoke $side "setI64" (i32.const(;side;) 0x1003) (i64.const 0x7ff0_0000_0000_0001)))
(assert_return
  (invoke $bridge "stm_memcpy"
    (i32.const(;main;) 0x2005) (i32.const(;side;) 0x1003) (i32.const(;size;) 256)))
(assert_return (invoke $main "getI64" (i32.const(;main;) 0x20fd)) (i64.const 0xffbf_ffff_ff80_0001))
(assert_return (invoke $main "getI64" (i32.const(;main;) 0x2005)) (i64.const 0x7ff0_0000_0000_0001))
