;; Where the C stack is, main's C library knows: a library that checks its stack is told before its
;; constructors run.
(module
  (memory (export "memory") 1)
  (table (export "__indirect_function_table") 1 funcref)
  (global (export "__stack_pointer") (mut i32) (i32.const 8192))
  (global $n_init (mut i32) (i32.const 0))
  (global $high (mut i32) (i32.const 0))
  (func (export "emscripten_stack_init")
    (global.set $n_init (i32.add (global.get $n_init) (i32.const 1)))
    (global.set $high (i32.const 8192)))
  (func (export "emscripten_stack_get_base") (result i32) (global.get $high))
  (func (export "emscripten_stack_get_end") (result i32) (i32.const 4096))
  (func (export "n_init") (result i32) (global.get $n_init)))
