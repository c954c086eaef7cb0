;; A function of 50,000 locals, the most that a function may have: cheap without joins.
;; generate: main.wasm locals 50000 1
;; cli: run @ --invoke go
;; expect: ok
