;; bridge_fb: the bridge of a pair of modules, main and side, for engines without multi-memory.
;;
;; One instance per pair. It has the exports and the results of `bridge.wat`, but no memory: it
;; loads and stores through the two modules' accessors. Imported by both modules of the pair
;; (`…_fb`), and by guests through `rbBridgeFb` strings.
;;
;; Width parameters: `main`, `side`. An address is i32, or i64 in a 64-bit memory; `size` is wide
;; only where both are.
;;
;; | export                              | takes                                  | copies         |
;; |-------------------------------------|----------------------------------------|----------------|
;; | mts_memcpy                          | dest in side, src in main, size: bytes | main to side   |
;; | stm_memcpy                          | dest in main, src in side, size: bytes | side to main   |
;; | mts_memcpy1, …2, …4, …8             | dest in side, src in main: bytes       | 1, 2, 4, 8     |
;; | stm_memcpy1, …2, …4, …8             | dest in main, src in side: bytes       | 1, 2, 4, 8     |
;;
;; Traps: exactly where `memory.copy` does, with `out of bounds memory access` and with no byte
;; written. So the last byte of each range is read before the first store; a memory never shrinks,
;; hence nothing can trap after that. The two accessors may belong to the same memory, and this
;; module cannot see it, so every copy runs in the direction that is right if they do: upwards when
;; dest <= src, else downwards.
(module $bridge_fb
  (import "main" "getI8"
    (func $main_get_i8 (param $address i32(;main;)) (result i32)))
  (import "main" "getI16"
    (func $main_get_i16 (param $address i32(;main;)) (result i32)))
  (import "main" "getI32"
    (func $main_get_i32 (param $address i32(;main;)) (result i32)))
  (import "main" "getI64"
    (func $main_get_i64 (param $address i32(;main;)) (result i64)))
  (import "main" "setI8"
    (func $main_set_i8 (param $address i32(;main;)) (param $value i32)))
  (import "main" "setI16"
    (func $main_set_i16 (param $address i32(;main;)) (param $value i32)))
  (import "main" "setI32"
    (func $main_set_i32 (param $address i32(;main;)) (param $value i32)))
  (import "main" "setI64"
    (func $main_set_i64 (param $address i32(;main;)) (param $value i64)))
  (import "side" "getI8"
    (func $side_get_i8 (param $address i32(;side;)) (result i32)))
  (import "side" "getI16"
    (func $side_get_i16 (param $address i32(;side;)) (result i32)))
  (import "side" "getI32"
    (func $side_get_i32 (param $address i32(;side;)) (result i32)))
  (import "side" "getI64"
    (func $side_get_i64 (param $address i32(;side;)) (result i64)))
  (import "side" "setI8"
    (func $side_set_i8 (param $address i32(;side;)) (param $value i32)))
  (import "side" "setI16"
    (func $side_set_i16 (param $address i32(;side;)) (param $value i32)))
  (import "side" "setI32"
    (func $side_set_i32 (param $address i32(;side;)) (param $value i32)))
  (import "side" "setI64"
    (func $side_set_i64 (param $address i32(;side;)) (param $value i64)))

  ;; The highest address that each memory's addresses can name. 8 bytes from here on are past the
  ;; end of any memory, even of one with 4 GiB.
  (global $LAST_ADDRESS_MAIN i32(;main;) (i32.const(;main;) -1))
  (global $LAST_ADDRESS_SIDE i32(;side;) (i32.const(;side;) -1))
  ;; Sizes of the chunks that a copy is made of, in bytes.
  (global $CHUNK_1 i64 (i64.const 1))
  (global $CHUNK_2 i64 (i64.const 2))
  (global $CHUNK_4 i64 (i64.const 4))
  (global $CHUNK_8 i64 (i64.const 8))

  ;; Copies $size bytes from main to side.
  (func $mts_memcpy (export "mts_memcpy")
    (param $dest i32(;side;)) (param $src i32(;main;)) (param $size i32(;size;))
    (local $dest_wide i64) (local $src_wide i64) (local $size_wide i64)
    (local.set $dest_wide (i64.extend_i32_u(;side;) (local.get $dest)))
    (local.set $src_wide (i64.extend_i32_u(;main;) (local.get $src)))
    (local.set $size_wide (i64.extend_i32_u(;size;) (local.get $size)))
    (call $probe_main (local.get $src_wide) (local.get $size_wide))
    (call $probe_side (local.get $dest_wide) (local.get $size_wide))
    (if (i64.le_u (local.get $dest_wide) (local.get $src_wide))
      (then
        (call $mts_upwards (local.get $dest_wide) (local.get $src_wide) (local.get $size_wide)))
      (else
        (call $mts_downwards (local.get $dest_wide) (local.get $src_wide) (local.get $size_wide)))))

  ;; Copies $size bytes from side to main.
  (func $stm_memcpy (export "stm_memcpy")
    (param $dest i32(;main;)) (param $src i32(;side;)) (param $size i32(;size;))
    (local $dest_wide i64) (local $src_wide i64) (local $size_wide i64)
    (local.set $dest_wide (i64.extend_i32_u(;main;) (local.get $dest)))
    (local.set $src_wide (i64.extend_i32_u(;side;) (local.get $src)))
    (local.set $size_wide (i64.extend_i32_u(;size;) (local.get $size)))
    (call $probe_side (local.get $src_wide) (local.get $size_wide))
    (call $probe_main (local.get $dest_wide) (local.get $size_wide))
    (if (i64.le_u (local.get $dest_wide) (local.get $src_wide))
      (then
        (call $stm_upwards (local.get $dest_wide) (local.get $src_wide) (local.get $size_wide)))
      (else
        (call $stm_downwards (local.get $dest_wide) (local.get $src_wide) (local.get $size_wide)))))

  ;; Copies 1 byte from main to side.
  (func $mts_memcpy1 (export "mts_memcpy1") (param $dest i32(;side;)) (param $src i32(;main;))
    (call $side_set_i8 (local.get $dest) (call $main_get_i8 (local.get $src))))

  ;; Copies 2 bytes from main to side.
  (func $mts_memcpy2 (export "mts_memcpy2") (param $dest i32(;side;)) (param $src i32(;main;))
    (call $side_set_i16 (local.get $dest) (call $main_get_i16 (local.get $src))))

  ;; Copies 4 bytes from main to side.
  (func $mts_memcpy4 (export "mts_memcpy4") (param $dest i32(;side;)) (param $src i32(;main;))
    (call $side_set_i32 (local.get $dest) (call $main_get_i32 (local.get $src))))

  ;; Copies 8 bytes from main to side.
  (func $mts_memcpy8 (export "mts_memcpy8") (param $dest i32(;side;)) (param $src i32(;main;))
    (call $side_set_i64 (local.get $dest) (call $main_get_i64 (local.get $src))))

  ;; Copies 1 byte from side to main.
  (func $stm_memcpy1 (export "stm_memcpy1") (param $dest i32(;main;)) (param $src i32(;side;))
    (call $main_set_i8 (local.get $dest) (call $side_get_i8 (local.get $src))))

  ;; Copies 2 bytes from side to main.
  (func $stm_memcpy2 (export "stm_memcpy2") (param $dest i32(;main;)) (param $src i32(;side;))
    (call $main_set_i16 (local.get $dest) (call $side_get_i16 (local.get $src))))

  ;; Copies 4 bytes from side to main.
  (func $stm_memcpy4 (export "stm_memcpy4") (param $dest i32(;main;)) (param $src i32(;side;))
    (call $main_set_i32 (local.get $dest) (call $side_get_i32 (local.get $src))))

  ;; Copies 8 bytes from side to main.
  (func $stm_memcpy8 (export "stm_memcpy8") (param $dest i32(;main;)) (param $src i32(;side;))
    (call $main_set_i64 (local.get $dest) (call $side_get_i64 (local.get $src))))

  ;; Traps unless main holds all of the $size bytes from $address on.
  (func $probe_main (param $address i64) (param $size i64)
    (local $end i64) (local $last i64)
    (local.set $end (i64.add (local.get $address) (local.get $size)))
    (if (i64.lt_u (local.get $end) (local.get $address))
      (then (call $trap_main)))
    (if (i64.eqz (local.get $end))
      (then (return)))
    (local.set $last (i64.sub (local.get $end) (global.get $CHUNK_1)))
    (if (i64.gt_u (local.get $last) (i64.extend_i32_u(;main;) (global.get $LAST_ADDRESS_MAIN)))
      (then (call $trap_main)))
    (drop (call $main_get_i8 (i32.wrap_i64(;main;) (local.get $last)))))

  ;; Traps unless side holds all of the $size bytes from $address on.
  (func $probe_side (param $address i64) (param $size i64)
    (local $end i64) (local $last i64)
    (local.set $end (i64.add (local.get $address) (local.get $size)))
    (if (i64.lt_u (local.get $end) (local.get $address))
      (then (call $trap_side)))
    (if (i64.eqz (local.get $end))
      (then (return)))
    (local.set $last (i64.sub (local.get $end) (global.get $CHUNK_1)))
    (if (i64.gt_u (local.get $last) (i64.extend_i32_u(;side;) (global.get $LAST_ADDRESS_SIDE)))
      (then (call $trap_side)))
    (drop (call $side_get_i8 (i32.wrap_i64(;side;) (local.get $last)))))

  ;; Never returns: traps as an out of bounds access of main, not as `unreachable`.
  (func $trap_main
    (drop (call $main_get_i64 (global.get $LAST_ADDRESS_MAIN)))
    unreachable)

  ;; Never returns: traps as an out of bounds access of side, not as `unreachable`.
  (func $trap_side
    (drop (call $side_get_i64 (global.get $LAST_ADDRESS_SIDE)))
    unreachable)

  ;; Copies $size bytes from main to side, lowest first: right for one memory if $dest <= $src.
  (func $mts_upwards (param $dest i64) (param $src i64) (param $size i64)
    (local $done i64)
    (block $no_whole_chunk
      (loop $next_chunk
        (br_if $no_whole_chunk
          (i64.lt_u (i64.sub (local.get $size) (local.get $done)) (global.get $CHUNK_8)))
        (call $mts_chunk8 (local.get $dest) (local.get $src) (local.get $done))
        (local.set $done (i64.add (local.get $done) (global.get $CHUNK_8)))
        (br $next_chunk)))
    (if (i64.ne (i64.and (local.get $size) (global.get $CHUNK_4)) (i64.const 0))
      (then
        (call $mts_chunk4 (local.get $dest) (local.get $src) (local.get $done))
        (local.set $done (i64.add (local.get $done) (global.get $CHUNK_4)))))
    (if (i64.ne (i64.and (local.get $size) (global.get $CHUNK_2)) (i64.const 0))
      (then
        (call $mts_chunk2 (local.get $dest) (local.get $src) (local.get $done))
        (local.set $done (i64.add (local.get $done) (global.get $CHUNK_2)))))
    (if (i64.ne (i64.and (local.get $size) (global.get $CHUNK_1)) (i64.const 0))
      (then (call $mts_chunk1 (local.get $dest) (local.get $src) (local.get $done)))))

  ;; Copies $size bytes from main to side, highest first: right for one memory if $dest >= $src.
  (func $mts_downwards (param $dest i64) (param $src i64) (param $size i64)
    (local $left i64)
    (local.set $left (local.get $size))
    (block $no_whole_chunk
      (loop $next_chunk
        (br_if $no_whole_chunk (i64.lt_u (local.get $left) (global.get $CHUNK_8)))
        (local.set $left (i64.sub (local.get $left) (global.get $CHUNK_8)))
        (call $mts_chunk8 (local.get $dest) (local.get $src) (local.get $left))
        (br $next_chunk)))
    (if (i64.ne (i64.and (local.get $size) (global.get $CHUNK_4)) (i64.const 0))
      (then
        (local.set $left (i64.sub (local.get $left) (global.get $CHUNK_4)))
        (call $mts_chunk4 (local.get $dest) (local.get $src) (local.get $left))))
    (if (i64.ne (i64.and (local.get $size) (global.get $CHUNK_2)) (i64.const 0))
      (then
        (local.set $left (i64.sub (local.get $left) (global.get $CHUNK_2)))
        (call $mts_chunk2 (local.get $dest) (local.get $src) (local.get $left))))
    (if (i64.ne (i64.and (local.get $size) (global.get $CHUNK_1)) (i64.const 0))
      (then (call $mts_chunk1 (local.get $dest) (local.get $src) (i64.const 0)))))

  ;; Copies $size bytes from side to main, lowest first: right for one memory if $dest <= $src.
  (func $stm_upwards (param $dest i64) (param $src i64) (param $size i64)
    (local $done i64)
    (block $no_whole_chunk
      (loop $next_chunk
        (br_if $no_whole_chunk
          (i64.lt_u (i64.sub (local.get $size) (local.get $done)) (global.get $CHUNK_8)))
        (call $stm_chunk8 (local.get $dest) (local.get $src) (local.get $done))
        (local.set $done (i64.add (local.get $done) (global.get $CHUNK_8)))
        (br $next_chunk)))
    (if (i64.ne (i64.and (local.get $size) (global.get $CHUNK_4)) (i64.const 0))
      (then
        (call $stm_chunk4 (local.get $dest) (local.get $src) (local.get $done))
        (local.set $done (i64.add (local.get $done) (global.get $CHUNK_4)))))
    (if (i64.ne (i64.and (local.get $size) (global.get $CHUNK_2)) (i64.const 0))
      (then
        (call $stm_chunk2 (local.get $dest) (local.get $src) (local.get $done))
        (local.set $done (i64.add (local.get $done) (global.get $CHUNK_2)))))
    (if (i64.ne (i64.and (local.get $size) (global.get $CHUNK_1)) (i64.const 0))
      (then (call $stm_chunk1 (local.get $dest) (local.get $src) (local.get $done)))))

  ;; Copies $size bytes from side to main, highest first: right for one memory if $dest >= $src.
  (func $stm_downwards (param $dest i64) (param $src i64) (param $size i64)
    (local $left i64)
    (local.set $left (local.get $size))
    (block $no_whole_chunk
      (loop $next_chunk
        (br_if $no_whole_chunk (i64.lt_u (local.get $left) (global.get $CHUNK_8)))
        (local.set $left (i64.sub (local.get $left) (global.get $CHUNK_8)))
        (call $stm_chunk8 (local.get $dest) (local.get $src) (local.get $left))
        (br $next_chunk)))
    (if (i64.ne (i64.and (local.get $size) (global.get $CHUNK_4)) (i64.const 0))
      (then
        (local.set $left (i64.sub (local.get $left) (global.get $CHUNK_4)))
        (call $stm_chunk4 (local.get $dest) (local.get $src) (local.get $left))))
    (if (i64.ne (i64.and (local.get $size) (global.get $CHUNK_2)) (i64.const 0))
      (then
        (local.set $left (i64.sub (local.get $left) (global.get $CHUNK_2)))
        (call $stm_chunk2 (local.get $dest) (local.get $src) (local.get $left))))
    (if (i64.ne (i64.and (local.get $size) (global.get $CHUNK_1)) (i64.const 0))
      (then (call $stm_chunk1 (local.get $dest) (local.get $src) (i64.const 0)))))

  ;; Copies the 8 bytes that lie $skipped bytes above $src in main and above $dest in side.
  (func $mts_chunk8 (param $dest i64) (param $src i64) (param $skipped i64)
    (call $side_set_i64
      (i32.wrap_i64(;side;) (i64.add (local.get $dest) (local.get $skipped)))
      (call $main_get_i64
        (i32.wrap_i64(;main;) (i64.add (local.get $src) (local.get $skipped))))))

  ;; Copies the 4 bytes that lie $skipped bytes above $src in main and above $dest in side.
  (func $mts_chunk4 (param $dest i64) (param $src i64) (param $skipped i64)
    (call $side_set_i32
      (i32.wrap_i64(;side;) (i64.add (local.get $dest) (local.get $skipped)))
      (call $main_get_i32
        (i32.wrap_i64(;main;) (i64.add (local.get $src) (local.get $skipped))))))

  ;; Copies the 2 bytes that lie $skipped bytes above $src in main and above $dest in side.
  (func $mts_chunk2 (param $dest i64) (param $src i64) (param $skipped i64)
    (call $side_set_i16
      (i32.wrap_i64(;side;) (i64.add (local.get $dest) (local.get $skipped)))
      (call $main_get_i16
        (i32.wrap_i64(;main;) (i64.add (local.get $src) (local.get $skipped))))))

  ;; Copies the 1 byte that lie $skipped bytes above $src in main and above $dest in side.
  (func $mts_chunk1 (param $dest i64) (param $src i64) (param $skipped i64)
    (call $side_set_i8
      (i32.wrap_i64(;side;) (i64.add (local.get $dest) (local.get $skipped)))
      (call $main_get_i8
        (i32.wrap_i64(;main;) (i64.add (local.get $src) (local.get $skipped))))))

  ;; Copies the 8 bytes that lie $skipped bytes above $src in side and above $dest in main.
  (func $stm_chunk8 (param $dest i64) (param $src i64) (param $skipped i64)
    (call $main_set_i64
      (i32.wrap_i64(;main;) (i64.add (local.get $dest) (local.get $skipped)))
      (call $side_get_i64
        (i32.wrap_i64(;side;) (i64.add (local.get $src) (local.get $skipped))))))

  ;; Copies the 4 bytes that lie $skipped bytes above $src in side and above $dest in main.
  (func $stm_chunk4 (param $dest i64) (param $src i64) (param $skipped i64)
    (call $main_set_i32
      (i32.wrap_i64(;main;) (i64.add (local.get $dest) (local.get $skipped)))
      (call $side_get_i32
        (i32.wrap_i64(;side;) (i64.add (local.get $src) (local.get $skipped))))))

  ;; Copies the 2 bytes that lie $skipped bytes above $src in side and above $dest in main.
  (func $stm_chunk2 (param $dest i64) (param $src i64) (param $skipped i64)
    (call $main_set_i16
      (i32.wrap_i64(;main;) (i64.add (local.get $dest) (local.get $skipped)))
      (call $side_get_i16
        (i32.wrap_i64(;side;) (i64.add (local.get $src) (local.get $skipped))))))

  ;; Copies the 1 byte that lie $skipped bytes above $src in side and above $dest in main.
  (func $stm_chunk1 (param $dest i64) (param $src i64) (param $skipped i64)
    (call $main_set_i8
      (i32.wrap_i64(;main;) (i64.add (local.get $dest) (local.get $skipped)))
      (call $side_get_i8
        (i32.wrap_i64(;side;) (i64.add (local.get $src) (local.get $skipped)))))))
