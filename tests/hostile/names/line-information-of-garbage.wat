;; A trap in a module whose line information is nonsense: bytes of every kind where a reader of
;; DWARF looks.
;; generate: ones.wasm dwarf 255 100000
;; generate: high.wasm dwarf 128 100000
;; generate: zeros.wasm dwarf 0 100000
;; generate: counts.wasm dwarf 1 1000000
;; generate: random.wasm dwarf 1000 1000000
;; generate: other.wasm dwarf 1001 100000
;; within: 15
;; cli: run ones.wasm --invoke go
;; expect: trap[5002]
;; cli: run high.wasm --invoke go
;; expect: trap[5002]
;; cli: run zeros.wasm --invoke go
;; expect: trap[5002]
;; cli: run counts.wasm --invoke go
;; expect: trap[5002]
;; cli: run random.wasm --invoke go
;; expect: trap[5002]
;; cli: run other.wasm --invoke go
;; expect: trap[5002]
