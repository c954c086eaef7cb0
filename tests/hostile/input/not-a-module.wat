;; Files that are no modules: zeros, a header alone, other versions, a component, one cut short at
;; every place.
;; generate: zeros.wasm zeros 1000
;; generate: version.wasm version 2
;; generate: component.wasm component
;; generate: cut1.wasm cut 1
;; generate: cut7.wasm cut 7
;; generate: cut9.wasm cut 9
;; generate: cut20.wasm cut 20
;; generate: cut40.wasm cut 40
;; cli: inspect zeros.wasm
;; expect: error[5000]
;; cli: inspect version.wasm
;; expect: error[5000]
;; cli: inspect component.wasm
;; expect: error[5000]
;; cli: inspect cut1.wasm
;; expect: error[5000]
;; cli: inspect cut7.wasm
;; expect: error[5000]
;; cli: run cut9.wasm
;; expect: error[5000]
;; cli: run cut20.wasm
;; expect: error[5000]
;; cli: run cut40.wasm
;; expect: error[5000]
(module)
