;; A call that ends the program leaves `__stack_pointer` low: the next call finds it where it was.
;; calls:
;;   leave -> exit 3
;;   top -> 65536
(module
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (global $sp (export "__stack_pointer") (mut i32) (i32.const 65536))
  (func (export "leave")
    (global.set $sp (i32.const 16))
    (call $exit (i32.const 3)))
  (func (export "top") (result i32) (global.get $sp)))
