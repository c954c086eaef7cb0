;; One data segment more than the format allows.
;; generate: main.wasm data-segments 100001
;; link: error[5000]
