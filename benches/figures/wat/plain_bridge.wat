;; plain_bridge: what a bridge is if nobody measures: one `memory.copy` between two memories.
;;
;; Template parameter, put in by `copy.rs`: SIDE is the module whose memory is written.
;;
;; | export | takes                                  | copies              |
;; |--------|----------------------------------------|---------------------|
;; | copy   | dest in SIDE, src in main, size: bytes | from main to SIDE   |
(module
  (import "main" "memory" (memory $main 0))
  (import "SIDE" "memory" (memory $side 0))

  ;; Copies $size bytes from main to SIDE.
  (func $copy (export "copy") (param $dest i32) (param $src i32) (param $size i32)
    (memory.copy $side $main (local.get $dest) (local.get $src) (local.get $size))))
