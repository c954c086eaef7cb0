;; poem: owns a text and prints it.
;;
;; Imported by main as `poem`. It exports its memory, as most compilers' modules do; the broker
;; finds it there for the copies that `upper` asks for.
;;
;;   export    type         what
;;   memory    1 page       holds the text
;;   text      () -> i32    address of the text in this memory
;;   n_bytes   () -> i32    its length in bytes
;;   print     () -> ()     writes `poem:  ` and the text to the standard output
(module
  (import "wasi_snapshot_preview1" "fd_write"
    (func $fd_write
      (param $file i32) (param $chunks i32) (param $n_chunks i32) (param $n_written_ptr i32)
      (result i32)))

  (memory (export "memory") 1)

  (global $STDOUT i32 (i32.const 1))
  (global $TITLE i32 (i32.const 32))
  (global $N_TITLE_BYTES i32 (i32.const 7))
  (global $TEXT i32 (i32.const 1024))
  (global $N_TEXT_BYTES i32 (i32.const 33))

  ;; What is offered to the system at a time: the address of a text and its length in bytes.
  (global $CHUNK i32 (i32.const 0))
  (global $N_CHUNKS i32 (i32.const 1))
  (global $N_WRITTEN i32 (i32.const 8))
  (global $NOTHING i32 (i32.const 0))

  (data (i32.const 32) "poem:  ")
  (data (i32.const 1024) "a memory each and nothing shared\n")

  ;; Returns the address of the text.
  (func (export "text") (result i32)
    (global.get $TEXT))

  ;; Returns the length of the text in bytes, its line feed included.
  (func (export "n_bytes") (result i32)
    (global.get $N_TEXT_BYTES))

  ;; Prints the text as it stands.
  (func (export "print")
    (call $print (global.get $TITLE) (global.get $N_TITLE_BYTES))
    (call $print (global.get $TEXT) (global.get $N_TEXT_BYTES)))

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
)
