(module
  (global $flushed (mut i32) (i32.const 0))
  (func (export "fflush") (param $file i32) (result i32)
    (global.set $flushed (i32.add (global.get $flushed) (i32.const 1)))
    (i32.const 0))
  (func (export "flushed") (result i32) (global.get $flushed)))
