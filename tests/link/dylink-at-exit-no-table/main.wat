;; A library that has no function table of its own has that of main: what it registers for its end
;; is found there.
(module
  (memory (export "memory") 1)
  (table (export "__indirect_function_table") 2 funcref)
  (elem (i32.const 1) $count)
  (global $n_ended (mut i32) (i32.const 0))
  (func $count (param i32) (global.set $n_ended (i32.add (global.get $n_ended) (i32.const 1))))
  (func (export "n_ended") (result i32) (global.get $n_ended)))
