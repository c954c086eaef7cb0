;; An active segment of a table that does not fit fails the link.
(module
  (table 1 funcref)
  (elem (i32.const 1) $f)
  (func $f))
