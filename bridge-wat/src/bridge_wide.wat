;; bridge_wide: copies bytes between the memories of two modules, main and side, one of them 64-bit.
;;
;; One instance per pair of modules of which at least one has a 64-bit memory, on engines with
;; multi-memory. It has the exports and the results of `bridge.wat`, but leaves every size that is
;; not fixed to `memory.copy`: an engine checks each address of a 64-bit memory by itself, and the
;; four quarters of a small copy take longer so (8 bytes 3.9 ns, 64 bytes 3.8) than `memory.copy`
;; does (3.4 and 3.5); two halves are a little faster up to 32 bytes (2.7) and slower from then on.
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
;; written. The fixed sizes load before they store, so overlapping ranges of one memory are right.
(module $bridge_wide
  (import "main" "memory" (memory $main i32(;main;) 0))
  (import "side" "memory" (memory $side i32(;side;) 0))

  ;; Copies $size bytes from main to side.
  (func $mts_memcpy (export "mts_memcpy")
    (param $dest i32(;side;)) (param $src i32(;main;)) (param $size i32(;size;))
    (memory.copy $side $main (local.get $dest) (local.get $src) (local.get $size)))

  ;; Copies $size bytes from side to main.
  (func $stm_memcpy (export "stm_memcpy")
    (param $dest i32(;main;)) (param $src i32(;side;)) (param $size i32(;size;))
    (memory.copy $main $side (local.get $dest) (local.get $src) (local.get $size)))

  ;; Copies 1 byte from main to side.
  (func $mts_memcpy1 (export "mts_memcpy1") (param $dest i32(;side;)) (param $src i32(;main;))
    (i32.store8 $side (local.get $dest) (i32.load8_u $main (local.get $src))))

  ;; Copies 2 bytes from main to side.
  (func $mts_memcpy2 (export "mts_memcpy2") (param $dest i32(;side;)) (param $src i32(;main;))
    (i32.store16 $side (local.get $dest) (i32.load16_u $main (local.get $src))))

  ;; Copies 4 bytes from main to side.
  (func $mts_memcpy4 (export "mts_memcpy4") (param $dest i32(;side;)) (param $src i32(;main;))
    (i32.store $side (local.get $dest) (i32.load $main (local.get $src))))

  ;; Copies 8 bytes from main to side.
  (func $mts_memcpy8 (export "mts_memcpy8") (param $dest i32(;side;)) (param $src i32(;main;))
    (i64.store $side (local.get $dest) (i64.load $main (local.get $src))))

  ;; Copies 1 byte from side to main.
  (func $stm_memcpy1 (export "stm_memcpy1") (param $dest i32(;main;)) (param $src i32(;side;))
    (i32.store8 $main (local.get $dest) (i32.load8_u $side (local.get $src))))

  ;; Copies 2 bytes from side to main.
  (func $stm_memcpy2 (export "stm_memcpy2") (param $dest i32(;main;)) (param $src i32(;side;))
    (i32.store16 $main (local.get $dest) (i32.load16_u $side (local.get $src))))

  ;; Copies 4 bytes from side to main.
  (func $stm_memcpy4 (export "stm_memcpy4") (param $dest i32(;main;)) (param $src i32(;side;))
    (i32.store $main (local.get $dest) (i32.load $side (local.get $src))))

  ;; Copies 8 bytes from side to main.
  (func $stm_memcpy8 (export "stm_memcpy8") (param $dest i32(;main;)) (param $src i32(;side;))
    (i64.store $main (local.get $dest) (i64.load $side (local.get $src)))))
