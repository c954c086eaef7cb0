;; The user asks for a C stack of up to 2^64 bytes, for a program that leaves its place to us.
;; cli: plan @ --stack-size 18446744073709551615
;; expect: error[5020]
;; cli: run @ --stack-size 18446744073709551615 --invoke go
;; expect: error[5020]
;; cli: run @ --stack-size 18446744073708503039 --invoke go
;; expect: error[5020]
;; cli: run @ --stack-size 4293918720 --invoke go
;; expect: error[5020]
(module
  (@dylink.0 (mem-info (memory 16 4)))
  (import "env" "memory" (memory 1))
  (import "env" "__memory_base" (global i32))
  (import "env" "__stack_pointer" (global (mut i32)))
  (func (export "go")))
