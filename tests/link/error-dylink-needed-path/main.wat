;; A needed library is a name and no path, wherever the path would lead.
(module
  (@dylink.0 (mem-info) (needed "../dylink-needed/lib/base.wat"))
  (import "env" "memory" (memory 1)))
