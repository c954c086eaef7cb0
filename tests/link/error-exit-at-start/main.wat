;; A side that ends the program while it is initialised: there is no link then.
(module
  (func (export "f")))
