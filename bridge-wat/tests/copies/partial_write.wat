;; partial_write: does not look at the ends of the ranges before it stores.
;;
;; `tests/copy.rs` instantiates it once per way. The property must refuse it.
(module $partial_write
  (import "src" "getI8" (func $get (param $address i32) (result i32)))
  (import "dest" "getI8" (func $probe_dest (param $address i32) (result i32)))
  (import "dest" "setI8" (func $set (param $address i32) (param $value i32)))

  ;; Copies $size bytes, and traps where it happens to run past an end: the flaw.
  (func $memcpy (export "memcpy") (param $dest i32) (param $src i32) (param $size i32)
    (local $done i32)
    (if (i32.eqz (local.get $size))
      (then
        (if (i32.ne (local.get $src) (i32.const 0))
          (then (drop (call $get (i32.sub (local.get $src) (i32.const 1))))))
        (if (i32.ne (local.get $dest) (i32.const 0))
          (then (drop (call $probe_dest (i32.sub (local.get $dest) (i32.const 1))))))
        (return)))
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
        (br $next)))))
