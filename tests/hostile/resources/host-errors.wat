;; A host function refuses: its code comes through, and the guest cannot catch it.
;; native: host-error -> trap[5009]
(module
  (import "env" "fails" (func $fails))
  (func (export "go") (block $caught (try_table (catch_all $caught) (call $fails)))))
