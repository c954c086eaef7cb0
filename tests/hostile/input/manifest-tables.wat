;; A manifest with a key of ten thousand parts.
;; stacks: 256 8192
;; generate: link.toml toml-tables 10000
;; cli: run .
;; expect: error[5025]
(module)
