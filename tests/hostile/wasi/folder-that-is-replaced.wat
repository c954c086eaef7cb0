;; A guest that may write replaces the folder of another grant by a link that leads out, and then
;; opens a library there. What was granted is the folder, not what its name leads to later.
;; setup: folder data/sub
;; cli: run @ --dir /a=data:rw --dir /b=data/sub --invoke go
;; expect: ok
;; says: 0
(module
  (import "env" "dlopen" (func $open (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_remove_directory"
    (func $remove (param i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_symlink"
    (func $link (param i32 i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (table (export "__indirect_function_table") 1 funcref)
  (data (i32.const 8) "sub")
  (data (i32.const 16) "../outside")
  (data (i32.const 32) "/b/secret.wat\00")
  (func (export "go") (result i32)
    (if (call $remove (i32.const 3) (i32.const 8) (i32.const 3)) (then (unreachable)))
    (if (call $link (i32.const 16) (i32.const 10) (i32.const 3) (i32.const 8) (i32.const 3))
      (then (unreachable)))
    (call $open (i32.const 32) (i32.const 2))))
;;== outside/secret.wat
(module)
