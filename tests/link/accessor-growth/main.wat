;; An accessor sees growth of the memory at once.
(module
  (memory (export "memory") 1 3)
  (func (export "grow") (param $n_pages i32) (result i32)
    (memory.grow (local.get $n_pages))))
