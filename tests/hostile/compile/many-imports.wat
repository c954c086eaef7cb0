;; A hundred thousand imports, none of which is provided.
;; generate: main.wasm imports 100000
;; link: error[5012]
;; cli: plan @ --quiet
;; expect: error[5012]
