;; Sides that call themselves main, or what only the broker may be called.
;; cli: run main.wat -s main=side.wat
;; expect: error[5014]
;; cli: run main.wat -s env=side.wat
;; expect: error[5014]
;; cli: run main.wat -s rb:main=side.wat
;; expect: error[5014]
;; cli: run main.wat -s GOT.mem=side.wat
;; expect: error[5014]
;; cli: run main.wat -s wasi_snapshot_preview1=side.wat
;; expect: error[5014]
(module)
;;== side.wat
(module)
