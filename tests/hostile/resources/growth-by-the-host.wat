;; The host asks for more than there is, up to 2^64 pages: refused, unchanged, and then as before.
;; limits: memory=1MiB
;; native: grow-over-limit -> error[5020] error[5020] error[5020] error[5020] error[5020] 0 ok
(module (memory 1))
