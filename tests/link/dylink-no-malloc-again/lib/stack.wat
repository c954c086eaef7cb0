(module
  (@dylink.0 (mem-info))
  (import "env" "__stack_pointer" (global $stack_pointer (mut i32)))
  (func (export "stack") (result i32) (global.get $stack_pointer)))
