;; Every amount of fuel from none up: either it suffices, or the error is 5011.
;; native: fuel-is-one-budget -> ok after 5011
(module
  (import "side" "f" (func $f (result i32)))
  (memory 1)
  (table 1 funcref)
  (func (export "_initialize") (drop (call $f)))
  (func (export "one") (result i32) (call $f)))
;;== side.wat
(module
  (import "env" "mts_memcpy" (func $copy (param i32 i32 i32)))
  (import "env" "stm_addFnPtr" (func $pointer (param i32) (result i32)))
  (memory 1)
  (table 2 funcref)
  (elem (i32.const 1) $f)
  (func (export "__wasm_call_ctors") (drop (call $pointer (i32.const 1))))
  (func $f (export "f") (result i32)
    (call $copy (i32.const 0) (i32.const 0) (i32.const 1000))
    (i32.const 1)))
