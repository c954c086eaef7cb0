;; A main without a function table: its libraries get one with the first that needs it, also when
;; that is opened later, and others find it.
(module
  (@dylink.0 (mem-info))
  (import "env" "memory" (memory 1)))
