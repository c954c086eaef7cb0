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
  (global $CHUNKS i32 (i32.const 0))
  (global $N_CHUNKS i32 (i32.const 2))
  (global $N_WRITTEN i32 (i32.const 16))
  (global $COPY i32 (i32.const 1024))
  (global $ONE_BYTE i32 (i32.const 1))
  (global $SMALL_A i32 (i32.const 97))
  (global $N_LETTERS i32 (i32.const 26))
  (global $SMALL_BIT i32 (i32.const 32))

  ;; Two chunks, each an address and a length in bytes: the title at 0x20, the copy at 0x400.
  (data (i32.const 0) "\20\00\00\00\07\00\00\00" "\00\04\00\00\00\00\00\00")
  (data (i32.const 32) "upper: ")

  ;; Copies the text here, converts and prints the copy, and copies it back.
  (func (export "convert") (param $text_in_poem i32) (param $n_bytes i32)
    (call $poem_memcpy_from
      (global.get $COPY) (local.get $text_in_poem) (local.get $n_bytes))
    (call $convert_copy (i32.add (global.get $COPY) (local.get $n_bytes)))
    (i32.store offset=12 (global.get $CHUNKS) (local.get $n_bytes))
    (drop
      (call $fd_write
        (global.get $STDOUT) (global.get $CHUNKS) (global.get $N_CHUNKS) (global.get $N_WRITTEN)))
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
)
