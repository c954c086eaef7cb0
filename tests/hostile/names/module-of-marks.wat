;; The module name of an import is 100 KB of direction marks and bells.
;; generate: main.wasm import-module 100000
;; cli: run @
;; expect: error[5012]
;; link: error[5012]
