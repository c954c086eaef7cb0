;; A manifest of ten thousand mappings, none of which is for an import.
;; generate: link.toml toml-mappings 10000
;; cli: run . --quiet --invoke go
;; expect: ok
(module (func (export "go")))
