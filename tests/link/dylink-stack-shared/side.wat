(module
  (@dylink.0 (mem-info))
  (import "env" "__stack_pointer" (global $stack_pointer (mut i32)))
  (func (export "push") (param $n_bytes i32)
    (global.set $stack_pointer (i32.sub (global.get $stack_pointer) (local.get $n_bytes)))))
