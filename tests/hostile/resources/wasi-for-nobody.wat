;; A host grants folders to a module that is not there.
;; native: wasi-for-nobody -> error[5004]
(module)
