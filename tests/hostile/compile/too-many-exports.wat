;; More exports than the format allows.
;; generate: main.wasm exports 1000001
;; link: error[5000]
