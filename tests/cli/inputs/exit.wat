;; A WASI command whose exit code says what it was given: the number of its arguments (with the
;; program's name), plus 8 for each environment variable, plus 64 when a folder was granted.
(module $exit
  (import "wasi_snapshot_preview1" "args_sizes_get"
    (func $args_sizes_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "environ_sizes_get"
    (func $environ_sizes_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_prestat_get"
    (func $fd_prestat_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))

  (memory (export "memory") 1)

  (global $COUNT i32 (i32.const 0))
  (global $BYTES i32 (i32.const 4))
  (global $FIRST_FOLDER_FD i32 (i32.const 3))
  (global $PER_VARIABLE i32 (i32.const 8))
  (global $PER_FOLDER i32 (i32.const 64))

  ;; Never returns.
  (func (export "_start")
    (local $status i32)
    (drop (call $args_sizes_get (global.get $COUNT) (global.get $BYTES)))
    (local.set $status (i32.load (global.get $COUNT)))
    (drop (call $environ_sizes_get (global.get $COUNT) (global.get $BYTES)))
    (local.set $status
      (i32.add
        (local.get $status)
        (i32.mul (global.get $PER_VARIABLE) (i32.load (global.get $COUNT)))))
    (if (i32.eqz (call $fd_prestat_get (global.get $FIRST_FOLDER_FD) (global.get $COUNT)))
      (then (local.set $status (i32.add (local.get $status) (global.get $PER_FOLDER)))))
    (call $proc_exit (local.get $status))))
