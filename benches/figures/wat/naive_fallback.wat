;; naive_fallback: a copy without multi-memory as it is first thought of: read with one accessor,
;; write with the other, byte by byte; in words of 8 bytes only where both ends are aligned alike.
;; It checks nothing in advance, so it is not exact; it is here to be compared with.
;;
;; Template parameter, put in by `copy.rs`: SIDE is the module whose memory is written.
;;
;; | export | takes                                  | copies              |
;; |--------|----------------------------------------|---------------------|
;; | copy   | dest in SIDE, src in main, size: bytes | from main to SIDE   |
(module
  (import "rb:main" "getI8" (func $get_byte (param $address i32) (result i32)))
  (import "rb:main" "getI64" (func $get_word (param $address i32) (result i64)))
  (import "rb:SIDE" "setI8" (func $set_byte (param $address i32) (param $value i32)))
  (import "rb:SIDE" "setI64" (func $set_word (param $address i32) (param $value i64)))

  (global $BYTE i32 (i32.const 1))
  (global $WORD i32 (i32.const 8))
  (global $IN_WORD_MASK i32 (i32.const 7))

  ;; Copies $size bytes from main to SIDE.
  (func $copy (export "copy") (param $dest i32) (param $src i32) (param $size i32)
    (local $end i32) (local $words_end i32)
    (local.set $end (i32.add (local.get $dest) (local.get $size)))
    (if (i32.eqz
          (i32.and
            (i32.xor (local.get $dest) (local.get $src))
            (global.get $IN_WORD_MASK)))
      (then
        (local.set $words_end
          (i32.and (local.get $end) (i32.sub (i32.const -1) (global.get $IN_WORD_MASK))))
        (loop $until_aligned
          (if (i32.and
                (i32.lt_u (local.get $dest) (local.get $end))
                (i32.ne
                  (i32.and (local.get $dest) (global.get $IN_WORD_MASK))
                  (i32.const 0)))
            (then
              (call $set_byte (local.get $dest) (call $get_byte (local.get $src)))
              (local.set $dest (i32.add (local.get $dest) (global.get $BYTE)))
              (local.set $src (i32.add (local.get $src) (global.get $BYTE)))
              (br $until_aligned))))
        (loop $next_word
          (if (i32.lt_u (local.get $dest) (local.get $words_end))
            (then
              (call $set_word (local.get $dest) (call $get_word (local.get $src)))
              (local.set $dest (i32.add (local.get $dest) (global.get $WORD)))
              (local.set $src (i32.add (local.get $src) (global.get $WORD)))
              (br $next_word))))))
    (loop $next_byte
      (if (i32.lt_u (local.get $dest) (local.get $end))
        (then
          (call $set_byte (local.get $dest) (call $get_byte (local.get $src)))
          (local.set $dest (i32.add (local.get $dest) (global.get $BYTE)))
          (local.set $src (i32.add (local.get $src) (global.get $BYTE)))
          (br $next_byte))))))
