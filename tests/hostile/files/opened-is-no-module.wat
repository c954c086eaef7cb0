;; A guest opens files that are no modules: text, a module cut short, a compiled artefact.
;; generate: lib/cut.wasm cut 30
;; setup: file lib/elf.wasm ELF
;; calls:
;;   open 0 -> trap[5000]
;;   ---
;;   open 64 -> trap[5000]
;;   ---
;;   open 128 -> trap[5000]
(module
  (import "env" "rb_dlopen" (func $open (param i32) (result i32)))
  (memory 1)
  (data (i32.const 0) "cut\00")
  (data (i32.const 64) "elf\00")
  (data (i32.const 128) "text\00")
  (func (export "open") (param i32) (result i32) (call $open (local.get 0))))
;;== lib/text.wat
(module (func (i32.const
