;; A module of 60 KB whose compilation takes minutes and gigabytes: refused before it begins.
;; generate: main.wasm locals 10000 6000
;; link: error[5024]
;; cli: run @ --invoke go
;; expect: error[5024]
