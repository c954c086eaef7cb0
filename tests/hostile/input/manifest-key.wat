;; A manifest with a key of a megabyte: the error quotes some of it.
;; generate: link.toml toml-key 1000000
;; cli: run .
;; expect: error[5025]
(module)
