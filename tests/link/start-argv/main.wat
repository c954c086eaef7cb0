;; A C `main` gets its arguments in its memory, on its own stack, ended by a null pointer.
(module
  (memory (export "memory") 1)
  (global $stack (export "__stack_pointer") (mut i32) (i32.const 1024))
  (global $argc (mut i32) (i32.const 0))
  (global $argv (mut i32) (i32.const 0))
  (func (export "__main_argc_argv") (param $argc i32) (param $argv i32) (result i32)
    (global.set $argc (local.get $argc))
    (global.set $argv (local.get $argv))
    (i32.add (local.get $argc) (i32.const 40)))
  (func (export "argc") (result i32) (global.get $argc))
  (func (export "aligned") (result i32) (i32.rem_u (global.get $argv) (i32.const 16)))
  (func (export "below_stack") (result i32) (i32.lt_u (global.get $argv) (i32.const 1024)))
  (func (export "pointer") (param $idx i32) (result i32)
    (i32.load (i32.add (global.get $argv) (i32.shl (local.get $idx) (i32.const 2)))))
  (func (export "letter") (param $idx i32) (param $at i32) (result i32)
    (i32.load8_u
      (i32.add (local.get $at)
        (i32.load (i32.add (global.get $argv) (i32.shl (local.get $idx) (i32.const 2))))))))
