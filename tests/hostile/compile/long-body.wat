;; One function of seven megabytes, near the most that the format allows.
;; generate: main.wasm long-body 2300000
;; link: error[5024]
