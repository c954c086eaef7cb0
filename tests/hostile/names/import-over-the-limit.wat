;; One byte more than the names of a module may have.
;; generate: main.wasm import-name 100001
;; cli: inspect main.wasm
;; expect: error[5000]
;; link: error[5000]
