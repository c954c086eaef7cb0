;; More than ten thousand places in memory that the program says are handles of its own: what the
;; host remembers of them has an end. A place that comes round again is no new one.
;; calls:
;;   init 10000 -> ok
;;   init 10000 -> ok
;;   init 10001 -> trap[5020]
;;   ---
;;   open 0x40000 -> trap[5020]
(module
  (import "env" "_dlinit" (func $init (param i32)))
  (import "env" "_dlopen_js" (func $open (param i32) (result i32)))
  (memory (export "memory") 5)
  (table (export "__indirect_function_table") 1 funcref)
  (func (export "init") (param $n i32)
    (loop $next
      (local.set $n (i32.sub (local.get $n) (i32.const 1)))
      (call $init (local.get $n))
      (br_if $next (local.get $n))))
  ;; Each `struct dso` has flags of 1 and, at its end, the name of the program itself.
  (func (export "open") (param $end i32)
    (local $dso i32)
    (loop $next
      (i32.store offset=4 (local.get $dso) (i32.const 1))
      (i64.store offset=28 (local.get $dso) (i64.const 0x5f5f6e69616d5f5f)) ;; __main__
      (i32.store offset=36 (local.get $dso) (i32.const 0))
      (drop (call $open (local.get $dso)))
      (memory.fill (local.get $dso) (i32.const 0) (i32.const 40))
      (local.set $dso (i32.add (local.get $dso) (i32.const 4)))
      (br_if $next (i32.lt_u (local.get $dso) (local.get $end))))))
