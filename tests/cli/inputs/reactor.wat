;; A WASI reactor: it is initialised once, then its exports are called.
(module $reactor
  (memory (export "memory") 1)
  (func (export "_initialize"))
  (func (export "go")))
