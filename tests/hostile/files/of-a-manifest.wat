;; The same in a manifest.
;; setup: folder empty
;; setup: fifo pipe.wasm
;; cli: run a.toml
;; expect: error[5008]
;; cli: run b.toml
;; expect: error[5008]
;; cli: run c.toml
;; expect: error[5008]
;; cli: run d.toml
;; expect: exit 2
(module)
;;== a.toml
manifest = 1
[main]
path = "/dev/zero"
;;== b.toml
manifest = 1
[main]
path = "main.wat"
[side.a]
path = "pipe.wasm"
;;== c.toml
manifest = 1
[main]
path = "empty"
;;== d.toml
manifest = 1
[main]
path = "a\u0000b"
