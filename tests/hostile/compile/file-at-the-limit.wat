;; A file of one byte more than a module may have.
;; generate: main.wasm custom 67108860
;; link: error[5024]
;; cli: inspect main.wasm
;; expect: error[5024]
