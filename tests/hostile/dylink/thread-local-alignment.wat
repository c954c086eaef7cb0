;; Libraries that want their thread-local data aligned to what is no power of two, and to more than
;; a library may ask for.
;; cli: run main.wat -s end=lib/end.wat --invoke go
;; expect: error[5016]
;; cli: run main.wat -s three=lib/three.wat --invoke go
;; expect: error[5016]
;; cli: run main.wat -s far=lib/far.wat --invoke go
;; expect: error[5016]
;; says: alignment
;; cli: run main.wat -s page=lib/page.wat --invoke go
;; expect: ok
(module
  (memory (export "memory") i64 4)
  (table (export "__indirect_function_table") i64 10 funcref)
  (global (export "__stack_pointer") (mut i64) (i64.const 1024))
  (func (export "malloc") (param i64) (result i64) (i64.const 65536))
  (func (export "go")))
;;== lib/end.wat
(module
  (@dylink.0 (mem-info (memory 16 4)))
  (import "env" "memory" (memory i64 0))
  (import "env" "__indirect_function_table" (table i64 0 funcref))
  (import "env" "__memory_base" (global i64))
  (import "env" "__table_base" (global i64))
  (global (export "__tls_size") i64 (i64.const 16))
  (global (export "__tls_align") i64 (i64.const -1))
  (func (export "__wasm_init_tls") (param i64)))
;;== lib/three.wat
(module
  (@dylink.0 (mem-info (memory 16 4)))
  (import "env" "memory" (memory i64 0))
  (import "env" "__indirect_function_table" (table i64 0 funcref))
  (import "env" "__memory_base" (global i64))
  (import "env" "__table_base" (global i64))
  (global (export "__tls_size") i64 (i64.const 16))
  (global (export "__tls_align") i64 (i64.const 3))
  (func (export "__wasm_init_tls") (param i64)))
;;== lib/far.wat
(module
  (@dylink.0 (mem-info (memory 16 4)))
  (import "env" "memory" (memory i64 0))
  (import "env" "__indirect_function_table" (table i64 0 funcref))
  (import "env" "__memory_base" (global i64))
  (import "env" "__table_base" (global i64))
  (global (export "__tls_size") i64 (i64.const 16))
  (global (export "__tls_align") i64 (i64.const 0x20000))
  (func (export "__wasm_init_tls") (param i64)))
;;== lib/page.wat
(module
  (@dylink.0 (mem-info (memory 16 4)))
  (import "env" "memory" (memory i64 0))
  (import "env" "__indirect_function_table" (table i64 0 funcref))
  (import "env" "__memory_base" (global i64))
  (import "env" "__table_base" (global i64))
  (global (export "__tls_size") i64 (i64.const 16))
  (global (export "__tls_align") i64 (i64.const 0x10000))
  (func (export "__wasm_init_tls") (param i64)))
