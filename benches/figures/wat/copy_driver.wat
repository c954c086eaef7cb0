;; copy_driver: calls one copy many times, so that entering wasm is not what is measured.
;;
;; Template parameters, put in by `copy.rs`: PEER and COPY name the copy that is called; MEMORY is
;; `export "memory"`, or `import "main" "memory"` where both ends shall lie in one memory.
;;
;; | export | takes                                       | does                                  |
;; |--------|---------------------------------------------|---------------------------------------|
;; | fixed  | dest, src, size in bytes, n > 0             | the same copy n times                 |
;; | listed | dest and src of the two windows, n > 0      | n copies, as the list of records says |
;;
;; A record is an i32 at the start of this module's memory: bits 0–7 the size, bits 8–19 the place
;; in the destination window, bits 20–31 the place in the source window.
(module
  (import "PEER" "COPY" (func $copy (param $dest i32) (param $src i32) (param $size i32)))
  (memory $memory (MEMORY) 96)

  ;; The list is read round and round: 65,536 records of 4 bytes, more than a processor can learn.
  (global $LIST_MASK i32 (i32.const 0x3_fffc))
  (global $RECORD_SHIFT i32 (i32.const 2))
  (global $SIZE_MASK i32 (i32.const 0xff))
  (global $DEST_SHIFT i32 (i32.const 8))
  (global $PLACE_MASK i32 (i32.const 0xfff))
  (global $SRC_SHIFT i32 (i32.const 20))
  (global $ONE i32 (i32.const 1))

  ;; Copies $size bytes from $src to $dest, $n times.
  (func $fixed (export "fixed")
    (param $dest i32) (param $src i32) (param $size i32) (param $n i32)
    (loop $again
      (call $copy (local.get $dest) (local.get $src) (local.get $size))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (global.get $ONE))))))

  ;; Makes $n copies between the windows at $src and $dest.
  (func $listed (export "listed") (param $dest i32) (param $src i32) (param $n i32)
    (local $record i32)
    (loop $again
      (local.set $record
        (i32.load $memory
          (i32.and
            (i32.shl (local.get $n) (global.get $RECORD_SHIFT))
            (global.get $LIST_MASK))))
      (call $copy
        (i32.add
          (local.get $dest)
          (i32.and
            (i32.shr_u (local.get $record) (global.get $DEST_SHIFT))
            (global.get $PLACE_MASK)))
        (i32.add (local.get $src) (i32.shr_u (local.get $record) (global.get $SRC_SHIFT)))
        (i32.and (local.get $record) (global.get $SIZE_MASK)))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (global.get $ONE)))))))
