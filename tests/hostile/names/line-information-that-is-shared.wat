;; Two thousand units share a line program of a million rows, which a debugging library would keep
;; for each, and twenty thousand inlined functions are in each other, which it would follow by
;; recursion. Lines are found all the same, but for a program of more rows than are looked at.
;; rss: 200
;; within: 10
;; generate: shared.wasm debug 2000 0 1000000
;; generate: deep.wasm debug 1 20000 100
;; generate: long.wasm debug 1 0 11000000
;; cli: run shared.wasm --timeout 2s --invoke go
;; expect: trap[5002]
;; says: a.c:
;; cli: run deep.wasm --invoke go
;; expect: trap[5002]
;; says: a.c:
;; cli: run long.wasm --invoke go
;; expect: trap[5002]
;; cli: bench deep.wasm --invoke go
;; expect: trap[5002]
