;; Where main has the exception's tag itself, libraries throw with main's.
(module
  (import "env" "throw" (func $throw (param i32)))
  (tag $cpp_exception (export "__cpp_exception") (param i32))
  (memory (export "memory") 1)
  (table (export "__indirect_function_table") 1 funcref)
  (func (export "caught") (param $addr i32) (result i32)
    (block $caught (result i32)
      (try_table (catch $cpp_exception $caught) (call $throw (local.get $addr)))
      (i32.const -1))))
