;; Each of the limits on the shape of code can be set, and is.
;; generate: main.wasm nested 2000
;; generate: elements.wasm elements 20
;; generate: locals.wasm locals 20 1
;; generate: functions.wasm functions 20
;; cli: run main.wasm --limit nesting_cost=3999999 --invoke go
;; expect: error[5024]
;; cli: run main.wasm --limit nesting_cost=4000000 --invoke go
;; expect: ok
;; cli: run elements.wasm --limit startup_items=19
;; expect: error[5024]
;; cli: run elements.wasm --limit startup_items=20
;; expect: error[5003]
;; cli: run locals.wasm --limit locals=19 --invoke go
;; expect: error[5024]
;; cli: run locals.wasm --limit locals=20 --invoke go
;; expect: ok
;; cli: run functions.wasm --limit functions=19
;; expect: error[5024]
;; cli: run functions.wasm --limit functions=20
;; expect: error[5003]
;; cli: run main.wasm --limit function_bytes=100 --invoke go
;; expect: error[5024]
;; cli: run main.wasm --limit module_bytes=1000 --invoke go
;; expect: error[5024]
