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
  (global $CHUNKS i32 (i32.const 0))
  (global $N_CHUNKS i32 (i32.const 2))
  (global $N_WRITTEN i32 (i32.const 16))
  (global $TEXT i32 (i32.const 1024))
  (global $N_TEXT_BYTES i32 (i32.const 33))

  ;; Two chunks, each an address and a length in bytes: the title at 0x20, the text at 0x400.
  (data (i32.const 0) "\20\00\00\00\07\00\00\00" "\00\04\00\00\21\00\00\00")
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
    (drop
      (call $fd_write
        (global.get $STDOUT) (global.get $CHUNKS) (global.get $N_CHUNKS) (global.get $N_WRITTEN))))
)
