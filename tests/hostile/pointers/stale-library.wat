;; A host uses the name of a library that is closed, and closes it again.
;; native: stale-library -> error[5004] error[5004] error[5004]
(module)
