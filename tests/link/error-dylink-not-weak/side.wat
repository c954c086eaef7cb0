(module
  (@dylink.0
    (mem-info)
    (import-info "env" "strong" undefined)
    (import-info "env" "weak" binding-weak)
    (import-info "GOT.mem" "other" binding-weak))
  (import "env" "strong" (func $strong (param i32) (result i64)))
  (import "env" "weak" (func $weak))
  (import "env" "lgo" (func $lgo (param i32)))
  (import "GOT.mem" "data" (global $data (mut i32)))
  (import "GOT.func" "other" (global $other (mut i32))))
