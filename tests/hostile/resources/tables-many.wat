;; Nine tables, a hundred, and one that is too large.
;; generate: nine.wasm tables 9 1
;; generate: hundred.wasm tables 100 1
;; generate: large.wasm tables 1 1000001
;; generate: huge.wasm tables 1 4294967295
;; cli: run nine.wasm
;; expect: error[5020]
;; cli: run hundred.wasm
;; expect: error[5020]
;; cli: run large.wasm
;; expect: error[5020]
;; cli: run huge.wasm
;; expect: error[5020]
;; cli: run main.wat --invoke go
;; expect: ok
(module (table 1 funcref) (func (export "go")))
