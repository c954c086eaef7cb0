(module
  (import "env" "getTempRet0" (func $get_temp (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 8) "\01\00\00\00\02\00\00\00")
  (data (i32.const 16) "\ff\ff\ff\ff\ff\ff\ff\ff")
  (data (i32.const 24) "\00\00\00\80\00\00\00\00")
  (func (export "high_half") (result i32) (call $get_temp)))
