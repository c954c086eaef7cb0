;; A constructor that traps fails the link, and says whose it was.
(module
  (func (export "f")))
