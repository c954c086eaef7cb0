;; One local more than a function may have.
;; generate: main.wasm locals 50001 1
;; link: error[5000]
