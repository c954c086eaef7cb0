;; Twenty thousand exports with long names, and an entry that is none of them: what might have been
;; meant is looked for, but not for long.
;; generate: long.wasm long-exports 20000 246
;; within: 3
;; cli: run link.toml
;; expect: error[5003]
;; cli: run long.wasm --invoke g
;; expect: error[5003]
;;== link.toml
manifest = 1
[main]
path = "long.wasm"
entry = """\
ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff\
ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff\
ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"""
