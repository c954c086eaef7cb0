;; A memory of exactly what the link may have: its pages are not there until they are touched.
;; calls:
;;   go -> 16384
(module (memory 16384) (func (export "go") (result i32) (memory.size)))
