;; The same as sides.
;; setup: folder empty
;; setup: fifo pipe.wasm
;; setup: symlink loop.wasm loop.wasm
;; cli: run main.wat -s a=empty
;; expect: error[5008]
;; cli: run main.wat -s pipe.wasm
;; expect: error[5008]
;; cli: run main.wat -s a=/dev/zero
;; expect: error[5008]
;; cli: run main.wat -s loop.wasm
;; expect: error[5008]
;; cli: run main.wat -s a=-
;; expect: error[5025]
(module)
