;; Sections for tools that hold nonsense: who produced it, names, line information.
;; generate: main.wasm producers 100000
;; generate: lines.wasm debug-line 100000
;; cli: run main.wasm --invoke go
;; expect: ok
;; cli: run lines.wasm --invoke go
;; expect: ok
;; cli: inspect main.wasm
;; expect: ok
