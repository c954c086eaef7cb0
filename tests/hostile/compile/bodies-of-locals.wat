;; A hundred thousand functions of 50,000 vectors each, in less than a megabyte.
;; generate: main.wasm bodies 100000 50000
;; link: error[5024]
