;; Twenty thousand data segments of a byte.
;; generate: main.wasm data-segments 20000
;; link: ok
