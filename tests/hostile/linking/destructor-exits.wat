;; A destructor ends the program: it must not run a second time.
;; calls:
;;   @open a lib/a.txt -> ok
;;   @close a -> exit 3
;;   @close a -> error[5022]
;;   n_run -> error[5022]
(module
  (memory (export "memory") 1)
  (table (export "__indirect_function_table") 4 funcref)
  (global $n (mut i32) (i32.const 0))
  (func (export "count") (global.set $n (i32.add (global.get $n) (i32.const 1))))
  (func (export "n_run") (result i32) (global.get $n)))
;;== lib/a.txt
(module
  (@dylink.0 (mem-info) (needed "n.wat"))
  (import "env" "memory" (memory 1))
  (import "env" "count" (func $count))
  (func (export "__wasm_call_dtors") (call $count)))
;;== lib/n.wat
(module
  (@dylink.0 (mem-info))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (import "env" "memory" (memory 1))
  (func (export "__wasm_call_dtors") (call $exit (i32.const 3))))
