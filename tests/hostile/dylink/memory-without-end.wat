;; A program that leaves its layout to us asks where a heap of 2^64 bytes ends.
;; cli: plan @
;; expect: ok
;; cli: run @ --invoke go
;; expect: error[5020]
(module
  (@dylink.0 (mem-info (memory 16 4)))
  (import "env" "memory" (memory i64 0x1000000000000))
  (import "env" "__memory_base" (global i64))
  (import "env" "__stack_pointer" (global (mut i64)))
  (import "GOT.mem" "__heap_end" (global (mut i64)))
  (func (export "go")))
