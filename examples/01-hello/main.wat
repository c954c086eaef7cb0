;; main: has its peer `math` add two numbers and prints the result.
;;
;; Imported by nobody: this is the program. `math` is whichever module the link calls so, and
;; `wasi_snapshot_preview1` is the system.
;;
;;   export   type        what
;;   _start   () -> ()    the entry
;;   memory   1 page      where the system reads the text from
(module
  (import "math" "add" (func $math_add (param $a i32) (param $b i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write"
    (func $fd_write
      (param $file i32) (param $chunks i32) (param $n_chunks i32) (param $n_written_ptr i32)
      (result i32)))

  (memory (export "memory") 1)

  (global $STDOUT i32 (i32.const 1))
  (global $LEFT i32 (i32.const 5))
  (global $RIGHT i32 (i32.const 37))

  (global $RADIX i32 (i32.const 10))
  (global $ASCII_ZERO i32 (i32.const 48))
  (global $ONE_BYTE i32 (i32.const 1))

  ;; Two chunks of text, each an address and a length in bytes: the words, then the digits.
  (global $CHUNKS i32 (i32.const 0))
  (global $N_CHUNKS i32 (i32.const 2))
  (global $N_WRITTEN i32 (i32.const 16))
  ;; The digits grow downwards from the line feed that ends the text.
  (global $LINE_FEED i32 (i32.const 47))
  (global $TEXT_END i32 (i32.const 48))

  ;; The words are at 0x40 and 9 bytes long; where the digits begin is known once they are there.
  (data (i32.const 0) "\40\00\00\00\09\00\00\00")
  (data (i32.const 47) "\n")
  (data (i32.const 64) "5 + 37 = ")

  ;; Prints the sum that `math` returns.
  (func (export "_start")
    (local $digits i32)
    (local.set $digits
      (call $write_decimal (call $math_add (global.get $LEFT) (global.get $RIGHT))))
    (i32.store offset=8 (global.get $CHUNKS) (local.get $digits))
    (i32.store offset=12 (global.get $CHUNKS)
      (i32.sub (global.get $TEXT_END) (local.get $digits)))
    (drop
      (call $fd_write
        (global.get $STDOUT) (global.get $CHUNKS) (global.get $N_CHUNKS) (global.get $N_WRITTEN))))

  ;; Writes $value in decimal so that it ends just before the line feed; returns where it begins.
  (func $write_decimal (param $value i32) (result i32)
    (local $digits i32)
    (local.set $digits (global.get $LINE_FEED))
    (loop $next_digit
      (local.set $digits (i32.sub (local.get $digits) (global.get $ONE_BYTE)))
      (i32.store8 (local.get $digits)
        (i32.add
          (global.get $ASCII_ZERO)
          (i32.rem_u (local.get $value) (global.get $RADIX))))
      (local.set $value (i32.div_u (local.get $value) (global.get $RADIX)))
      (br_if $next_digit (local.get $value)))
    (local.get $digits))
)
