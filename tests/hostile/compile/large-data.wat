;; A data segment of forty megabytes of zeros.
;; generate: main.wasm data 40000000
;; link: ok
