;; main: follows 7 down the hailstone rule and prints the way: `/` for n / 2, `*` for 3 n + 1.
;;
;; `walk` goes round a ring, main -> half -> triple -> main, once per odd number met. `mark` is
;; called from both sides, since only main has a memory to keep the text in.
;;
;;   export   type            what
;;   _start   () -> ()        the entry
;;   walk     (i32) -> i32    one more round for n unless it is 1; returns the last n
;;   mark     (i32) -> ()     appends one character to the text; traps past the end of the memory
;;   memory   1 page          where the system reads the text from
(module
  (import "half" "walk" (func $half_walk (param $n i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write"
    (func $fd_write
      (param $file i32) (param $chunks i32) (param $n_chunks i32) (param $n_written_ptr i32)
      (result i32)))

  (memory (export "memory") 1)

  (global $STDOUT i32 (i32.const 1))
  (global $FIRST_NUMBER i32 (i32.const 7))
  (global $LAST_NUMBER i32 (i32.const 1))

  (global $ASCII_ZERO i32 (i32.const 48))
  (global $SPACE i32 (i32.const 32))
  (global $LINE_FEED i32 (i32.const 10))
  (global $ONE_BYTE i32 (i32.const 1))

  ;; One chunk of text: its address and its length in bytes.
  (global $CHUNK i32 (i32.const 0))
  (global $N_CHUNKS i32 (i32.const 1))
  (global $N_WRITTEN i32 (i32.const 8))
  (global $TEXT i32 (i32.const 16))

  ;; Where the next character goes.
  (global $text_end (mut i32) (i32.const 16))

  ;; Prints the first number, the way and the number at the end of it.
  (func (export "_start")
    (call $mark_digit (global.get $FIRST_NUMBER))
    (call $mark (global.get $SPACE))
    (call $mark_digit (call $walk (global.get $FIRST_NUMBER)))
    (call $mark (global.get $LINE_FEED))
    (i32.store (global.get $CHUNK) (global.get $TEXT))
    (i32.store offset=4 (global.get $CHUNK)
      (i32.sub (global.get $text_end) (global.get $TEXT)))
    (drop
      (call $fd_write
        (global.get $STDOUT) (global.get $CHUNK) (global.get $N_CHUNKS) (global.get $N_WRITTEN))))

  ;; Sends $n round the ring unless it has arrived at 1; returns where it ended.
  (func $walk (export "walk") (param $n i32) (result i32)
    (if (i32.eq (local.get $n) (global.get $LAST_NUMBER))
      (then
        (call $mark (global.get $SPACE))
        (return (local.get $n))))
    (call $half_walk (local.get $n)))

  ;; Appends $character to the text.
  (func $mark (export "mark") (param $character i32)
    (i32.store8 (global.get $text_end) (local.get $character))
    (global.set $text_end (i32.add (global.get $text_end) (global.get $ONE_BYTE))))

  ;; Appends $n, which is below 10.
  (func $mark_digit (param $n i32)
    (call $mark (i32.add (global.get $ASCII_ZERO) (local.get $n))))
)
