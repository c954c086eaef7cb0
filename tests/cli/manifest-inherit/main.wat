;; Prints a line, and exits with 1 where the variable MARK is "yes", else with 0.
(module $main
  (import "wasi_snapshot_preview1" "environ_sizes_get"
    (func $environ_sizes_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "environ_get" (func $environ_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write"
    (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))

  ;; Two pages for the list of the variables, the rest for their text.
  (memory (export "memory") 64)
  (data (i32.const 16) "MARK=yes")
  ;; One buffer: the line's address and length.
  (data (i32.const 32) "\28\00\00\00\06\00\00\00")
  (data (i32.const 40) "seen.\n")

  (global $COUNT i32 (i32.const 0))
  (global $BYTES i32 (i32.const 4))
  (global $MARK i32 (i32.const 16))
  (global $LINE i32 (i32.const 32))
  (global $N_LINES i32 (i32.const 1))
  (global $LIST i32 (i32.const 65536))
  (global $TEXT i32 (i32.const 196608))
  (global $POINTER_BYTES i32 (i32.const 4))
  (global $STDOUT i32 (i32.const 1))
  (global $FOUND i32 (i32.const 1))
  (global $NOT_FOUND i32 (i32.const 0))

  ;; Never returns.
  (func (export "_start")
    (local $pointer i32)
    (local $end i32)
    (drop
      (call $fd_write
        (global.get $STDOUT) (global.get $LINE) (global.get $N_LINES) (global.get $BYTES)))
    (drop (call $environ_sizes_get (global.get $COUNT) (global.get $BYTES)))
    (drop (call $environ_get (global.get $LIST) (global.get $TEXT)))
    (local.set $pointer (global.get $LIST))
    (local.set $end
      (i32.add
        (global.get $LIST)
        (i32.mul (global.get $POINTER_BYTES) (i32.load (global.get $COUNT)))))
    (loop $next
      (if (i32.lt_u (local.get $pointer) (local.get $end))
        (then
          ;; A name and a value of eight bytes together.
          (if (i64.eq (i64.load (i32.load (local.get $pointer))) (i64.load (global.get $MARK)))
            (then (call $proc_exit (global.get $FOUND))))
          (local.set $pointer (i32.add (local.get $pointer) (global.get $POINTER_BYTES)))
          (br $next))))
    (call $proc_exit (global.get $NOT_FOUND))))
