;; A million empty functions in four megabytes.
;; generate: main.wasm functions 1000000
;; generate: limit.wasm functions 250001
;; link: error[5024]
;; cli: run limit.wasm
;; expect: error[5024]
