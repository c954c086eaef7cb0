(module
  (@dylink.0 (mem-info))
  (import "env" "__cpp_exception" (tag $cpp_exception (param i32)))
  (import "env" "throw_in_main" (func $throw_in_main (param i32)))
  (func (export "throw") (param $addr i32) (throw $cpp_exception (local.get $addr)))
  (func (export "caught") (param $addr i32) (result i32)
    (block $caught (result i32)
      (try_table (catch $cpp_exception $caught) (call $throw_in_main (local.get $addr)))
      (i32.const -1))))
