;; No folder was granted: a guest finds nothing, though files lie beside main.
;; calls:
;;   open 0 -> 0
;;   open 64 -> 0
;;   open 128 -> 0
(module
  (import "env" "rb_dlopen" (func $open (param i32) (result i32)))
  (memory 1)
  (data (i32.const 0) "beside\00")
  (data (i32.const 64) "./beside.wat\00")
  (data (i32.const 128) "/etc/passwd\00")
  (func (export "open") (param i32) (result i32) (call $open (local.get 0))))
;;== data/beside.wat
(module)
