;; Keeps every exception that it throws in a list: each carries the one before and eight numbers.
;; The heap of exceptions is memory of the link, too.
;; limits: memory=64MiB
;; rss: 400
;; calls:
;;   keep 10 -> ok
;;   keep 10000000 -> trap[5002]
(module
  (tag $e (param exnref i64 i64 i64 i64 i64 i64 i64 i64))
  (global $last (mut exnref) (ref.null exn))
  (func $throw
    (throw $e (global.get $last) (i64.const 1) (i64.const 2) (i64.const 3) (i64.const 4)
      (i64.const 5) (i64.const 6) (i64.const 7) (i64.const 8)))
  (func (export "keep") (param $n i32)
    (loop $again
      (block $caught (result exnref)
        (try_table (catch_all_ref $caught) (call $throw))
        (unreachable))
      (global.set $last)
      (local.set $n (i32.sub (local.get $n) (i32.const 1)))
      (br_if $again (local.get $n)))))
