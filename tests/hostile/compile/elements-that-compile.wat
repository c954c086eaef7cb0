;; Four hundred thousand elements in a file of 400 KB took 22 s and 2.6 GB to compile.
;; generate: main.wasm elements 400000
;; generate: limit.wasm elements 100001
;; cli: run main.wasm
;; expect: error[5024]
;; cli: run limit.wasm
;; expect: error[5024]
