;; One function that calls itself a hundred thousand times, one call after the other.
;; generate: main.wasm many-calls 100000
;; cli: run @ --invoke go
;; expect: trap[5002]
