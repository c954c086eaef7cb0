;; A constant expression of a million additions, and one at the limit.
;; generate: main.wasm const-expression 1000000
;; generate: fit.wasm const-expression 50000
;; link: error[5024]
;; cli: run fit.wasm
;; expect: error[5003]
