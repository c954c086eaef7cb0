;; A function that traps has a name of 100 KB full of control characters.
;; generate: main.wasm name-section 100000
;; cli: run @ --invoke go
;; expect: trap[5002]
;; cli: run @ --json --invoke go
;; expect: exit 134
;; cli: inspect main.wasm
;; expect: ok
