;; The machine cannot make the threads that WASI calls wait with: that is said before guest code
;; runs.
;; stacks: too-large
;; cli: run @
;; expect: error[5030]
;; says: WASI calls have no threads
(module
  (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "_start")
    (i32.store (i32.const 4) (i32.const 1))
    (drop (call $read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 8)))))
