;; Text of as many bytes as a text may have, and of one more.
;; generate: fit.txt text-spaces 8388608
;; generate: over.txt text-spaces 8388609
;; cli: inspect fit.txt
;; expect: ok
;; cli: inspect over.txt
;; expect: error[5024]
