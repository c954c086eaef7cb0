;; main_memory: the module whose memory the others copy from, and a call that does nothing.
;;
;; | export  | takes           | does                                                  |
;; |---------|-----------------|-------------------------------------------------------|
;; | memory  |                 |                                                       |
;; | nothing | dest, src, size | nothing: what a call of a copy costs without the copy |
(module
  (memory $memory (export "memory") 96)

  ;; Does nothing.
  (func $nothing (export "nothing") (param $dest i32) (param $src i32) (param $size i32)))
