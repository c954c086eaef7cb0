(module
  (func (export "get") (import "env" "main_getI32") (param i32) (result i32))
  (func (export "from2") (import "env" "mts_memcpy2") (param i64 i32))
  (func (export "pointer") (import "env" "stm_addFnPtr") (param i64) (result i32))
  (memory i64 1)
  (table i64 3 funcref)
  (elem (i64.const 2) $one)
  (func $one (export "one") (result i32) (i32.const 1)))
