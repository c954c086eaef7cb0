;; A module may have 8 tables; the ninth is refused.
(module
  (table 0 funcref) (table 0 funcref) (table 0 funcref) (table 0 funcref) (table 0 funcref)
  (table 0 funcref) (table 0 funcref) (table 0 externref) (table 0 externref))
