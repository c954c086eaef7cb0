(module
  (memory i64 1)
  (data (i64.const 0) "wide"))
