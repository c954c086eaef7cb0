;; A manifest with escape sequences in keys, values and names.
;; cli: run a.toml
;; expect: error[5025]
;; cli: run b.toml
;; expect: error[5008]
;; cli: run c.toml
;; expect: error[5014]
(module)
;;== a.toml
manifest = 1
"\u001b[2J\u202e" = 1
;;== b.toml
manifest = 1
[main]
path = "\u001b[2J\u202e.wasm"
;;== c.toml
manifest = 1
[main]
path = "main.wat"
[side.""]
path = "main.wat"
[side."rb:\u001b"]
path = "main.wat"
