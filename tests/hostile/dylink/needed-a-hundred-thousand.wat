;; A hundred thousand needed libraries, none of which is there.
;; generate: main.wasm dylink-needed-names 100000 8
;; link: error[5012]
;; cli: run @
;; expect: error[5012]
