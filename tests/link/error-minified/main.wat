;; The imports of a release build of emscripten say nothing: refused, with the flag that helps.
(module
  (import "a" "a" (func (param i32)))
  (import "a" "b" (func (result i32)))
  (import "a" "c" (memory 1)))
