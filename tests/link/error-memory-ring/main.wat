;; Each module gets its memory from the next: nobody has it.
(module
  (import "a" "memory" (memory 1))
  (export "memory" (memory 0)))
