;; An alignment that no address can have is refused before anything is set aside.
(module
  (memory (export "memory") 1))
