;; The same subsection a hundred thousand times.
;; generate: main.wasm dylink-subsections 100000
;; cli: inspect main.wasm
;; expect: exit 0
