;; An active segment that does not fit fails the link.
(module
  (memory 1)
  (data (i32.const 65530) "too long"))
