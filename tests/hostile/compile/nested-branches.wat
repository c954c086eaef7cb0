;; Branches that are ten thousand deep.
;; stacks: 256 8192
;; generate: main.wasm nested-ifs 10000
;; cli: run @ --invoke go
;; expect: ok
