;; A table with an initial value needs a feature that is off.
(module
  (table 1 funcref (ref.func $f))
  (func $f))
