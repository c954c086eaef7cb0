;; A list that says that it has four billion entries, and has none.
;; generate: main.wasm dylink-exports 4294967295
;; link: error[5016]
