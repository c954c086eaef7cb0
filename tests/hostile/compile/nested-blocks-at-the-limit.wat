;; Blocks that are as deep as they may be, and one deeper: compiling takes the square of the depth.
;; generate: fit.wasm nested 20000
;; generate: deep.wasm nested 20001
;; generate: deeper.wasm nested 600000
;; cli: run fit.wasm --invoke go
;; expect: ok
;; cli: run deep.wasm --invoke go
;; expect: error[5024]
;; cli: run deeper.wasm --invoke go
;; expect: error[5024]
