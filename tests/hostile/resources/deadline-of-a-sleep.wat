;; Sleeps for an hour in emscripten's host: the deadline ends that, too.
;; cli: run @ --timeout 300ms --invoke go
;; expect: trap[5021]
(module
  (import "env" "emscripten_sleep" (func $sleep (param i32)))
  (memory (export "memory") 1)
  (func (export "go") (call $sleep (i32.const 3600000))))
