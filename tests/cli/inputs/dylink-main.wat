;; A position-independent program: it has a dylink section and an entry.
(module $dylink-main
  (@dylink.0 (mem-info))
  (func (export "_start")))
