(module
  (memory (export "memory") 1)
  (func (export "grow") (param $n i32) (result i32) (memory.grow (local.get $n))))
