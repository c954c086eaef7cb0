;; A side's initialiser may call main, which is initialised before it.
(module
  (global $heap (mut i32) (i32.const 0))
  (func (export "_initialize") (global.set $heap (i32.const 1000)))
  (func (export "malloc") (param $n i32) (result i32)
    (global.get $heap)
    (global.set $heap (i32.add (global.get $heap) (local.get $n)))))
