;; same_memory: `memory.copy` within one memory, behind the same kind of call as a bridge.
;;
;; | export | takes                    | copies         |
;; |--------|--------------------------|----------------|
;; | copy   | dest, src, size in bytes | within main    |
(module
  (import "main" "memory" (memory $main 0))

  ;; Copies $size bytes within main's memory.
  (func $copy (export "copy") (param $dest i32) (param $src i32) (param $size i32)
    (memory.copy $main $main (local.get $dest) (local.get $src) (local.get $size))))
