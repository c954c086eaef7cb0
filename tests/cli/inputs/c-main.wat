;; A program whose entry is C's `main`, and nothing of WASI.
(module $c-main
  (func (export "main") (param $argc i32) (param $argv i32) (result i32)
    (i32.const 0)))
