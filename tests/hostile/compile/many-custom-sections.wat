;; A hundred thousand custom sections with a name that clears the screen.
;; generate: main.wasm customs 100000
;; cli: inspect main.wasm --quiet
;; expect: ok
;; cli: run @ --invoke go
;; expect: trap[5002]
