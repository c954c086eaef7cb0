;; A library whose memory or table others import cannot be closed, and neither can one whose
;; pointers they re-home.
(module
  (memory 1)
  (table 4 funcref))
