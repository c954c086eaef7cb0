(module
  ;; Not even a first subsection.
  (@dylink.0)
  (func (export "seven") (result i32) (i32.const 7)))
