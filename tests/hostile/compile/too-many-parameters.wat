;; A function type of more parameters than the format allows.
;; generate: main.wasm params 1001
;; link: error[5000]
