;; A function of as many bytes as one may have, and of one more.
;; generate: fit.wasm long-body 699050
;; generate: long.wasm long-body 699051
;; cli: run fit.wasm --invoke go
;; expect: ok
;; cli: run long.wasm --invoke go
;; expect: error[5024]
