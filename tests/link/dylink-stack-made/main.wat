;; A main that shows no stack pointer: its libraries get a C stack of their own from its allocator,
;; the same one for all of them, and those that check their stack are told where it is.
(module
  (memory (export "memory") 1 40)
  (table (export "__indirect_function_table") 1 funcref)
  (global $top (mut i32) (i32.const 1024))
  (func (export "malloc") (param $n_bytes i32) (result i32)
    (global.get $top)
    (global.set $top (i32.add (global.get $top) (local.get $n_bytes)))
    (drop (memory.grow (i32.const 20))))
  ;; What lies before this address was given away.
  (func (export "top") (result i32) (global.get $top)))
