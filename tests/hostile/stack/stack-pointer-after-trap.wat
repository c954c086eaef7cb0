;; A trap leaves `__stack_pointer` low: nobody may call the link after that.
;; calls:
;;   fail -> trap[5002]
;;   top -> error[5022]
(module
  (memory (export "memory") 1)
  (global $sp (export "__stack_pointer") (mut i32) (i32.const 65536))
  (func (export "fail")
    (global.set $sp (i32.const 16))
    (unreachable))
  (func (export "top") (result i32) (global.get $sp)))
