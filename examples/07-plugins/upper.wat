;; upper: turns a text of its peer `poem` into capitals.
;;
;; Imported by main as `upper`. It imports `env.memory` and exports none: the broker makes one for
;; it from the limits below. `rb:poem` is the broker's door to poem's memory: `memcpy_from` and
;; `memcpy_to` trap unless both ranges are inside their memories, and then copy nothing.
;;
;;   export    type              what
;;   convert   (i32, i32) -> ()  capitals for n_bytes at an address in poem's memory
(module
  (import "env" "memory" (memory 1 1))
  (import "rb:poem" "memcpy_from"
    (func $poem_memcpy_from (param $dest i32) (param $src_in_poem i32) (param $n_bytes i32)))
  (import "rb:poem" "memcpy_to"
    (func $poem_memcpy_to (param $dest_in_poem i32) (param $src i32) (param $n_bytes i32)))
  (import "wasi_snapshot_preview1" "fd_write"
    (func $fd_write
      (param $file i32) (param $chunks i32) (param $n_chunks i32) (param $n_written_ptr i32)
      (result i32)))

  (global $STDOUT i32 (i32.const 1))
  (global $TITLE i32 (i32.const 32))
  (global $N_TITLE_BYTES i32 (i32.const 7))
  (global $COPY i32 (i32.const 1024))
  (global $ONE_BYTE i32 (i32.const 1))
  (global $SMALL_A i32 (i32.const 97))
  (global $N_LETTERS i32 (i32.const 26))
  (global $SMALL_BIT i32 (i32.const 32))

  ;; What is offered to the system at a time: the address of a text and its length in bytes.
  (global $CHUNK i32 (i32.const 0))
  (global $N_CHUNKS i32 (i32.const 1))
  (global $N_WRITTEN i32 (i32.const 8))
  (global $NOTHING i32 (i32.const 0))

  (data (i32.const 32) "upper: ")

  ;; Copies the text here, converts and prints the copy, and copies it back.
  (func (export "convert") (param $text_in_poem i32) (param $n_bytes i32)
    (call $poem_memcpy_from
      (global.get $COPY) (local.get $text_in_poem) (local.get $n_bytes))
    (call $convert_copy (i32.add (global.get $COPY) (local.get $n_bytes)))
    (call $print (global.get $TITLE) (global.get $N_TITLE_BYTES))
    (call $print (global.get $COPY) (local.get $n_bytes))
    (call $poem_memcpy_to
      (local.get $text_in_poem) (global.get $COPY) (local.get $n_bytes)))

  ;; Makes a capital of every small letter between the start of the copy and $end.
  (func $convert_copy (param $end i32)
    (local $at i32)
    (local $letter i32)
    (local.set $at (global.get $COPY))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $letter (i32.load8_u (local.get $at)))
        (if
          (i32.lt_u
            (i32.sub (local.get $letter) (global.get $SMALL_A))
            (global.get $N_LETTERS))
          (then
            (i32.store8 (local.get $at)
              (i32.xor (local.get $letter) (global.get $SMALL_BIT)))))
        (local.set $at (i32.add (local.get $at) (global.get $ONE_BYTE)))
        (br $next))))

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
