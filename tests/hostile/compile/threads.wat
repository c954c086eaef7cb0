;; A shared memory, and atomic instructions.
;; link: error[5028]
(module (memory 1 1 shared) (func (drop (i32.atomic.load (i32.const 0)))))
