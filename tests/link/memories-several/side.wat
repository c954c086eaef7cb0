(module
  (memory (export "first") 1)
  (memory (export "second") 1)
  (data (memory 0) (i32.const 0) "1st")
  (data (memory 1) (i32.const 0) "2nd"))
