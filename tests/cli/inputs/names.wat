;; Names that would spoil a terminal if they were printed as they are.
(module
  (import "\1b[31mred" "a\nb" (func))
  (import "" "" (func))
  (func (export "\e2\80\aeright to left"))
  (func (export "tick`"))
  (func (export "grüße")))
