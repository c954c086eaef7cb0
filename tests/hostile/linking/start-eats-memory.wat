;; A start function grows its memory until it is refused, and then traps: all that it has is within
;; the limit of the link.
;; limits: memory=64MiB
;; rss: 300
;; link: trap[5002]
;; cli: run @ --max-memory 64MiB --invoke go
;; expect: trap[5002]
(module
  (memory 1)
  (func $start
    (loop $again
      (br_if $again (i32.ne (memory.grow (i32.const 1)) (i32.const -1))))
    (memory.fill (i32.const 0) (i32.const 1) (i32.mul (memory.size) (i32.const 65536)))
    (unreachable))
  (start $start)
  (func (export "go")))
