;; A hundred thousand imports, each of which is to trap when it is called.
;; generate: main.wasm imports 100000
;; cli: run @ --unresolved trap
;; expect: error[5003]
