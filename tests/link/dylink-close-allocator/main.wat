;; A library whose allocator gave others their memory stays until they are closed, and is not asked
;; once it is closed.
(module
  (memory (export "memory") 40)
  (table (export "__indirect_function_table") 1 funcref))
