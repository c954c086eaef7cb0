;; A program asks for files that cannot be read, itself and through a library that needs them: it
;; is not told where they lie on the host.
;; setup: folder lib/folder.wasm
;; setup: fifo lib/pipe.wasm
;; setup: zeros lib/huge.wasm 70000000
;; setup: symlink ../../secret.wat lib/l.wat
;; calls:
;;   open 1000 -> 0
;;   @text main 8192 -> "Could not load dynamic lib: folder.wasm\ncannot read `folder.wasm`"
;;   open 1032 -> 0
;;   @text main 8192 -> "Could not load dynamic lib: pipe.wasm\ncannot read `pipe.wasm`"
;;   open 1064 -> 0
;;   @text main 8230 -> "bytes of a file: 70000000 given, limit is 67108864"
;;   open 1096 -> 0
;;   @text main 8192 -> "Could not load dynamic lib: wants-folder\ncannot read `folder.wasm`"
;;   open 1128 -> 0
;;   @text main 8192 -> "Could not load dynamic lib: wants-pipe\ncannot read `pipe.wasm`"
;;   open 1160 -> 0
;;   @text main 8231 -> "bytes of a file: 70000000 given, limit is 67108864"
;;   open 1192 -> 0
;;   @text main 8222 -> "cannot open `l.wat`: it is a link that leaves its folder; `w` needs it"
;;   open 1224 -> 0
;;   @text main 8231 -> "neither a WebAssembly module nor WAT text"
(module
  (import "env" "dlopen" (func $dlopen (param i32 i32) (result i32)))
  (import "env" "dlerror" (func $dlerror (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 1000) "folder.wasm\00")
  (data (i32.const 1032) "pipe.wasm\00")
  (data (i32.const 1064) "huge.wasm\00")
  (data (i32.const 1096) "wants-folder\00")
  (data (i32.const 1128) "wants-pipe\00")
  (data (i32.const 1160) "wants-huge\00")
  (data (i32.const 1192) "w\00")
  (data (i32.const 1224) "wants-text\00")
  (func (export "malloc") (param i32) (result i32) (i32.const 8192))
  (func (export "free") (param i32))
  (func (export "open") (param i32) (result i32)
    (call $dlopen (local.get 0) (i32.const 1))
    (memory.fill (i32.const 8192) (i32.const 0) (i32.const 1024))
    (drop (call $dlerror))))
;;== ../secret.wat
(module)
;;== lib/text.wasm
no module
;;== lib/wants-folder.wat
(module (@dylink.0 (mem-info) (needed "folder.wasm")))
;;== lib/wants-pipe.wat
(module (@dylink.0 (mem-info) (needed "pipe.wasm")))
;;== lib/wants-huge.wat
(module (@dylink.0 (mem-info) (needed "huge.wasm")))
;;== lib/w.wat
(module (@dylink.0 (mem-info) (needed "l.wat")))
;;== lib/wants-text.wat
(module (@dylink.0 (mem-info) (needed "text.wasm")))
