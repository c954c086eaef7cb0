;; A hundred thousand empty element segments.
;; generate: main.wasm element-segments 100000
;; link: ok
