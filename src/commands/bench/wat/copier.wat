;; copier: copies from main's memory into its own, again and again, for `wasm-broker bench`.
;;
;; Added to the user's link by `measured.rs`. Main's memory is only read.
;;
;; Width parameter: `main`. An address there is i32, or i64 in a 64-bit memory.
;;
;; | export     | takes                                        | does                   |
;; |------------|----------------------------------------------|------------------------|
;; | memory     |                                              | receives the bytes     |
;; | grow       | n_pages: 64 KiB each                         | -1 if refused          |
;; | bridge     | n_turns, dest here, src in main, size: bytes | copies by the bridge   |
;; | fallback   | n_turns, dest here, src in main, size: bytes | copies by the fallback |
;; | one_memory | n_turns, dest here, src here, size: bytes    | copies by memory.copy  |
;;
;; Traps: where the copy does. `n_turns` is at least 1.
(module $copier
  (import "rb:main" "memcpy_from" (func $memcpy_from (param i32 i32(;main;) i32)))
  (import "rb:main" "memcpy_from_fb" (func $memcpy_from_fb (param i32 i32(;main;) i32)))

  (memory $own (export "memory") 1)

  ;; Grows this memory; answers its size before in pages, or -1.
  (func (export "grow") (param $n_pages i32) (result i32)
    (memory.grow (local.get $n_pages)))

  ;; Copies $size bytes from main $n_turns times, by the helper that the options chose.
  (func (export "bridge")
    (param $n_turns i32) (param $dest i32) (param $src i32(;main;)) (param $size i32)
    (loop $turn
      (call $memcpy_from (local.get $dest) (local.get $src) (local.get $size))
      (br_if $turn (local.tee $n_turns (i32.sub (local.get $n_turns) (i32.const 1))))))

  ;; The same by accessor calls.
  (func (export "fallback")
    (param $n_turns i32) (param $dest i32) (param $src i32(;main;)) (param $size i32)
    (loop $turn
      (call $memcpy_from_fb (local.get $dest) (local.get $src) (local.get $size))
      (br_if $turn (local.tee $n_turns (i32.sub (local.get $n_turns) (i32.const 1))))))

  ;; Copies $size bytes within this memory $n_turns times, by the instruction itself.
  (func (export "one_memory")
    (param $n_turns i32) (param $dest i32) (param $src i32) (param $size i32)
    (loop $turn
      (memory.copy (local.get $dest) (local.get $src) (local.get $size))
      (br_if $turn (local.tee $n_turns (i32.sub (local.get $n_turns) (i32.const 1)))))))
