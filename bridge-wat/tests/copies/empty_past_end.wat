;; empty_past_end: copies no bytes from or to anywhere, even past the end.
;;
;; `tests/copy.rs` instantiates it once per way. The property must refuse it.
(module $empty_past_end
  (import "src" "getI8" (func $get (param $address i32) (result i32)))
  (import "src" "getI64" (func $get_past (param $address i32) (result i64)))
  (import "dest" "getI8" (func $probe_dest (param $address i32) (result i32)))
  (import "dest" "setI8" (func $set (param $address i32) (param $value i32)))

  ;; The highest 32-bit address: 8 bytes from here on are past the end of any memory.
  (global $LAST_ADDRESS i32 (i32.const -1))

  ;; Copies $size bytes; if there are none it does not look where: the flaw.
  (func $memcpy (export "memcpy") (param $dest i32) (param $src i32) (param $size i32)
    (local $done i32)
    (if (i32.ne (local.get $size) (i32.const 0))
      (then
        (drop (call $get (call $last (local.get $src) (local.get $size))))
        (drop (call $probe_dest (call $last (local.get $dest) (local.get $size))))))
    (if (i32.gt_u (local.get $dest) (local.get $src))
      (then (call $downwards (local.get $dest) (local.get $src) (local.get $size)) (return)))
    (block $end
      (loop $next
        (br_if $end (i32.ge_u (local.get $done) (local.get $size)))
        (call $set
          (i32.add (local.get $dest) (local.get $done))
          (call $get (i32.add (local.get $src) (local.get $done))))
        (local.set $done (i32.add (local.get $done) (i32.const 1)))
        (br $next))))

  ;; Copies $size bytes, highest first.
  (func $downwards (param $dest i32) (param $src i32) (param $left i32)
    (block $end
      (loop $next
        (br_if $end (i32.eqz (local.get $left)))
        (local.set $left (i32.sub (local.get $left) (i32.const 1)))
        (call $set
          (i32.add (local.get $dest) (local.get $left))
          (call $get (i32.add (local.get $src) (local.get $left))))
        (br $next))))

  ;; Gives the last address of a range, or one past the end of any memory.
  (func $last (param $address i32) (param $size i32) (result i32)
    (local $end i64)
    (local.set $end
      (i64.add
        (i64.extend_i32_u (local.get $address))
        (i64.extend_i32_u (local.get $size))))
    (if (i64.gt_u (local.get $end) (i64.const 0x1_0000_0000))
      (then (drop (call $get_past (global.get $LAST_ADDRESS)))))
    (i32.wrap_i64 (i64.sub (local.get $end) (i64.const 1)))))
