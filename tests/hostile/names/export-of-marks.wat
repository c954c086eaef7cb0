;; The name of an export is 100 KB of direction marks.
;; generate: main.wasm export-name 99999
;; cli: run @
;; expect: error[5003]
;; cli: run @ --invoke go
;; expect: error[5003]
