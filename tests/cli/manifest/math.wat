;; The side to which the manifest binds the import.
(module $math
  (func (export "double") (param $a i32) (result i32)
    (i32.add (local.get $a) (local.get $a))))
