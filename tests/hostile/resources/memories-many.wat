;; Nine memories, a hundred, and eight that are together too large.
;; generate: hundred.wasm memories 100 0
;; generate: large.wasm memories 8 2049
;; generate: fit.wasm memories 8 2048
;; cli: run main.wat
;; expect: error[5020]
;; cli: run hundred.wasm
;; expect: error[5020]
;; cli: run large.wasm
;; expect: error[5020]
;; cli: run fit.wasm
;; expect: error[5003]
(module (memory 1) (memory 1) (memory 1) (memory 1) (memory 1) (memory 1) (memory 1) (memory 1)
  (memory 1))
