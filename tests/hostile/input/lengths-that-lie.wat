;; Sections and lists that say that they are longer than the file.
;; generate: section.wasm section-too-long 4294967295
;; generate: types.wasm vector-too-long 1
;; generate: imports.wasm vector-too-long 2
;; generate: functions.wasm vector-too-long 3
;; generate: tables.wasm vector-too-long 4
;; generate: memories.wasm vector-too-long 5
;; generate: globals.wasm vector-too-long 6
;; generate: exports.wasm vector-too-long 7
;; generate: elements.wasm vector-too-long 9
;; generate: code.wasm vector-too-long 10
;; generate: data.wasm vector-too-long 11
;; generate: counts.wasm vector-too-long 12
;; generate: tags.wasm vector-too-long 13
;; cli: inspect section.wasm
;; expect: error[5000]
;; cli: inspect types.wasm
;; expect: error[5000]
;; cli: inspect imports.wasm
;; expect: error[5000]
;; cli: inspect functions.wasm
;; expect: error[5000]
;; cli: inspect tables.wasm
;; expect: error[5000]
;; cli: inspect memories.wasm
;; expect: error[5000]
;; cli: inspect globals.wasm
;; expect: error[5000]
;; cli: inspect exports.wasm
;; expect: error[5000]
;; cli: inspect elements.wasm
;; expect: error[5000]
;; cli: inspect code.wasm
;; expect: error[5000]
;; cli: inspect data.wasm
;; expect: error[5000]
;; cli: inspect counts.wasm
;; expect: error[5000]
;; cli: inspect tags.wasm
;; expect: error[5000]
(module)
