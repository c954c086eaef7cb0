;; One type more than the format allows.
;; generate: main.wasm types 1000001
;; link: error[5000]
