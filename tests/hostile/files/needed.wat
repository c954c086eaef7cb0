;; Needed libraries whose names leave the folder, or are no files.
;; setup: folder lib/folder.wasm
;; setup: fifo lib/pipe.wasm
;; setup: symlink /etc/passwd lib/link.wasm
;; cli: run a.wat --library-path lib
;; expect: error[5009]
;; cli: run b.wat --library-path lib
;; expect: error[5009]
;; cli: run c.wat --library-path lib
;; expect: error[5008]
;; cli: run d.wat --library-path lib
;; expect: error[5008]
;; cli: run e.wat --library-path lib
;; expect: error[5009]
;; cli: run f.wat --library-path lib
;; expect: error[5012]
(module)
;;== a.wat
(module (@dylink.0 (mem-info) (needed "../a.wat")) (import "env" "memory" (memory 1)))
;;== b.wat
(module (@dylink.0 (mem-info) (needed "/etc/passwd")) (import "env" "memory" (memory 1)))
;;== c.wat
(module (@dylink.0 (mem-info) (needed "folder.wasm")) (import "env" "memory" (memory 1)))
;;== d.wat
(module (@dylink.0 (mem-info) (needed "pipe.wasm")) (import "env" "memory" (memory 1)))
;;== e.wat
(module (@dylink.0 (mem-info) (needed "link.wasm")) (import "env" "memory" (memory 1)))
;;== f.wat
(module (@dylink.0 (mem-info) (needed "\1b[31m")) (import "env" "memory" (memory 1)))
