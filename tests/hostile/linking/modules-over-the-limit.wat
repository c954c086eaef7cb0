;; Main and 64 sides are one too many; ten thousand are, too.
;; generate: link.toml toml-sides 64
;; generate: many.toml toml-sides 10000
;; cli: run . --invoke go
;; expect: error[5020]
;; cli: run many.toml --invoke go
;; expect: error[5020]
(module (func (export "go")))
;;== side.wat
(module)
