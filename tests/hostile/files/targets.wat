;; Targets that are no files of modules: a folder, a FIFO, a device, an empty file, a missing file,
;; a ring of links.
;; setup: folder empty
;; setup: fifo pipe.wasm
;; setup: symlink loop.wasm loop.wasm
;; setup: file nothing.wasm
;; cli: run empty
;; expect: error[5008]
;; cli: run pipe.wasm
;; expect: error[5008]
;; cli: run /dev/zero
;; expect: error[5008]
;; cli: inspect /dev/zero
;; expect: error[5008]
;; cli: run loop.wasm
;; expect: error[5008]
;; cli: run nothing.wasm
;; expect: error[5000]
;; cli: run main.wat/x
;; expect: error[5008]
;; cli: run /proc/self/mem
;; expect: error[5008]
(module)
