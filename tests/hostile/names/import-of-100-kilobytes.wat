;; The name of an import is as long as a file.
;; generate: main.wasm import-name 100000
;; cli: run @
;; expect: error[5012]
;; cli: plan @
;; expect: error[5012]
;; link: error[5012]
