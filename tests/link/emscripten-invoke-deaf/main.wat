;; A program that cannot be told of a throw (no setThrew): nothing is caught; the error says why.
(module
  (import "env" "invoke_v" (func $invoke_v (param i32)))
  (import "env" "_emscripten_throw_longjmp" (func $throw))
  (memory (export "memory") 1)
  (table (export "__indirect_function_table") 2 funcref)
  (elem (i32.const 1) $jump)
  (func $jump (call $throw))
  (func (export "go") (call $invoke_v (i32.const 1))))
