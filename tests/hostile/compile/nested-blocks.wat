;; Blocks that are ten thousand deep: allowed, and compiled on any stack.
;; stacks: 256 8192
;; generate: main.wasm nested 10000
;; cli: run @ --invoke go
;; expect: ok
