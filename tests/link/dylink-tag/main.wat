;; A C++ exception that a library throws is caught in main: the tag is one for all of them.
(module
  (import "env" "throw" (func $throw (param i32)))
  (import "env" "__cpp_exception" (tag $cpp_exception (param i32)))
  (memory (export "memory") 1)
  (table (export "__indirect_function_table") 1 funcref)
  (func (export "caught") (param $addr i32) (result i32)
    (block $caught (result i32)
      (try_table (catch $cpp_exception $caught) (call $throw (local.get $addr)))
      (i32.const -1)))
  (func (export "throw_in_main") (param $addr i32) (throw $cpp_exception (local.get $addr))))
