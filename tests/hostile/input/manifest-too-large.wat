;; A manifest of more bytes than one may have.
;; generate: link.toml zeros 5000000
;; cli: run .
;; expect: error[5024]
(module)
