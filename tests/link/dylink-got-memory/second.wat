(module
  (@dylink.0 (mem-info (memory 0 0)))
  (import "GOT.mem" "of_first" (global $of_first (mut i32)))
  (func (export "first") (result i32) (global.get $of_first))
  ;; The entry is the same global in all libraries.
  (func (export "move") (global.set $of_first (i32.const 9))))
