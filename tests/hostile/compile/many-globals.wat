;; A million globals.
;; generate: main.wasm globals 1000000
;; link: ok
