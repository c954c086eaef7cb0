;; A jump table of a million entries.
;; generate: main.wasm br-table 1000000
;; link: error[5000]
