;; A hundred thousand exports.
;; generate: main.wasm exports 100000
;; cli: run @ --invoke f99999
;; expect: ok
;; cli: run @
;; expect: error[5003]
