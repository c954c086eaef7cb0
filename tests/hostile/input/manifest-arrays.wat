;; A manifest of a hundred thousand lists, each in the other.
;; stacks: 256 8192
;; generate: link.toml toml-arrays 100000
;; cli: run .
;; expect: error[5025]
(module)
