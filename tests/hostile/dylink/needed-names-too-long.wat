;; The names of needed libraries, at the limit of a name and one byte more.
;; generate: fit.wasm dylink-needed-names 1 1024
;; generate: long.wasm dylink-needed-names 1 1025
;; cli: run fit.wasm
;; expect: error[5012]
;; cli: run long.wasm
;; expect: error[5016]
(module)
