;; A million types.
;; generate: main.wasm types 1000000
;; cli: inspect main.wasm
;; expect: ok
;; link: ok
