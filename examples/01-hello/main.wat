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

  ;; What is offered to the system at a time: the address of a text and its length in bytes.
  (global $CHUNK i32 (i32.const 0))
  (global $N_CHUNKS i32 (i32.const 1))
  (global $N_WRITTEN i32 (i32.const 8))
  (global $NOTHING i32 (i32.const 0))

  (global $WORDS i32 (i32.const 64))
  (global $N_WORDS_BYTES i32 (i32.const 9))
  ;; The digits grow downwards from the line feed that ends the text.
  (global $LINE_FEED i32 (i32.const 47))
  (global $TEXT_END i32 (i32.const 48))

  (data (i32.const 47) "\n")
  (data (i32.const 64) "5 + 37 = ")

  ;; Prints the sum that `math` returns.
  (func (export "_start")
    (local $digits i32)
    (local.set $digits
      (call $write_decimal (call $math_add (global.get $LEFT) (global.get $RIGHT))))
    (call $print (global.get $WORDS) (global.get $N_WORDS_BYTES))
    (call $print (local.get $digits) (i32.sub (global.get $TEXT_END) (local.get $digits))))

  ;; Prints $n_bytes at $text. A system may take fewer than it is offered, so the rest is offered
  ;; again until nothing is left or the system refuses.
  (func $print (param $text i32) (param $n_bytes i32)
    (local $n_written i32)
    (loop $rest
      (i32.store (global.get $CHUNK) (local.get $text))
      (i32.store offset=4 (global.get $CHUNK) (local.get $n_bytes))
      (i32.store (global.get $N_WRITTEN) (global.get $NOTHING))
      (if
        (i32.eqz
          (call $fd_write
            (global.get $STDOUT) (global.get $CHUNK) (global.get $N_CHUNKS)
            (global.get $N_WRITTEN)))
        (then
          (local.set $n_written (i32.load (global.get $N_WRITTEN)))
          (local.set $text (i32.add (local.get $text) (local.get $n_written)))
          (local.set $n_bytes (i32.sub (local.get $n_bytes) (local.get $n_written)))
          (br_if $rest
            (select (local.get $n_bytes) (global.get $NOTHING) (local.get $n_written)))))))

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
