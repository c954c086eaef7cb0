;; More functions than the format allows.
;; generate: main.wasm functions 1000001
;; link: error[5000]
