;; Opens a library that cannot be linked two hundred times: the plan is as before, and the link
;; goes on.
;; native: failed-opens -> error[5012] true ok
(module (func (export "one") (result i32) (i32.const 1)))
