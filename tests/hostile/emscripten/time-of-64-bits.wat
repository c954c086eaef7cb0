;; Offsets of a time zone at both ends of 64 bits.
;; calls:
;;   format 0x8000000000000000 -> ok
;;   format 0x7fffffffffffffff -> ok
(module
  (import "env" "strftime" (func $format (param i64 i64 i64 i64) (result i64)))
  (memory (export "memory") i64 1)
  (data (i64.const 100) "%z %s\00")
  (func (export "format") (param i64)
    (memory.fill (i64.const 1000) (i32.const 0x80) (i64.const 36))
    (i64.store (i64.const 1040) (local.get 0))
    (drop (call $format (i64.const 0) (i64.const 90) (i64.const 100) (i64.const 1000)))
    (memory.fill (i64.const 1000) (i32.const 0x7f) (i64.const 36))
    (drop (call $format (i64.const 0) (i64.const 90) (i64.const 100) (i64.const 1000)))))
