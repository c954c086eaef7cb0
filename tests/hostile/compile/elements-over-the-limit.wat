;; More elements than the format allows.
;; generate: main.wasm elements 10000001
;; link: error[5000]
