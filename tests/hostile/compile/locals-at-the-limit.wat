;; Two hundred functions of 50,000 locals are ten million, which are allowed; one more is not.
;; generate: fit.wasm bodies 200 50000
;; generate: over.wasm bodies 201 50000
;; cli: run fit.wasm
;; expect: error[5003]
;; cli: run over.wasm
;; expect: error[5024]
