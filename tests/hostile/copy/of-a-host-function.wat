;; A host function is given pointers out of bounds: its memory is that of who imports it, and it
;; writes all or nothing.
;; native: host-memory -> trap[5006] ok [0, 0]
(module
  (import "env" "fill" (func $fill (param i32 i32)))
  (memory (export "memory") 1)
  (func (export "go") (call $fill (i32.const 65534) (i32.const 3))))
