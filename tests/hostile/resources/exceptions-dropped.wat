;; Throws a million exceptions and keeps none.
;; rss: 300
;; calls:
;;   drop 1000000 -> ok
(module
  (tag $e (param i64 i64 i64 i64))
  (func $throw
    (throw $e (i64.const 1) (i64.const 2) (i64.const 3) (i64.const 4)))
  (func (export "drop") (param $n i32)
    (loop $again
      (block $caught (result exnref)
        (try_table (catch_all_ref $caught) (call $throw))
        (unreachable))
      (drop)
      (local.set $n (i32.sub (local.get $n) (i32.const 1)))
      (br_if $again (local.get $n)))))
