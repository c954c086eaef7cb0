(module
  (memory (export "memory") 1)
  (data (i32.const 1024) "\07"))
