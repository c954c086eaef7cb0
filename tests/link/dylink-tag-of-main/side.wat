(module
  (@dylink.0 (mem-info))
  (import "env" "__cpp_exception" (tag $cpp_exception (param i32)))
  (func (export "throw") (param $addr i32) (throw $cpp_exception (local.get $addr))))
