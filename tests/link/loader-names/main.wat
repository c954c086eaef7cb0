;; Names that cannot be read are errors, and never a scan of the whole memory.
(module
  (import "env" "rb_dlopen" (func (export "open") (param i32) (result i32)))
  (import "env" "rb_dlsym" (func (export "symbol") (param i32 i32) (result i32)))
  (import "env" "rb_bridge" (func (export "bridge") (param i32 i32) (result i32)))
  (memory (export "memory") 1)
  (table 1 funcref)
  (func (export "fill") (param $addr i32) (param $n_bytes i32)
    (memory.fill (local.get $addr) (i32.const 120) (local.get $n_bytes))))
