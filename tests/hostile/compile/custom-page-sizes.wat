;; A memory whose pages are one byte.
;; link: error[5028]
(module (memory 1 (pagesize 1)))
