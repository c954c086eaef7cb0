;; Names that would spoil a terminal are escaped in every message.
(module
  (import "\1b[31mred" "a\0ab`c\00" (func))
  (import "\e2\80\ae" "" (func (param i32))))
