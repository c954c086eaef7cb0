;; One function of more bytes than a function may have.
;; generate: main.wasm long-body 2700000
;; link: error[5000]
