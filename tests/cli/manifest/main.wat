;; A main whose import has another name than the export that is meant.
(module $main
  (import "math" "twice" (func $twice (param i32) (result i32)))

  (func (export "double") (param $a i32) (result i32)
    (call $twice (local.get $a))))
