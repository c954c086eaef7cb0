;; Main and 63 sides are 64 modules.
;; generate: link.toml toml-sides 63
;; cli: run . --invoke go
;; expect: ok
(module (func (export "go")))
;;== side.wat
(module)
