;; A dynamic library with all five parts of its dylink.0 section.
(module $library
  (@dylink.0
    (mem-info (memory 16 3) (table 2 0))
    (needed "libc.so" "libm.so")
    (export-info "f" binding-weak)
    (import-info "env" "g" binding-weak)
    (runtime-path "$ORIGIN/lib"))
  (import "env" "memory" (memory 1))
  (import "env" "__memory_base" (global i32))
  (import "env" "__table_base" (global i32))
  (import "env" "g" (func (param i32)))
  (func (export "f")))
