;; A memory that is larger than the link may have, from its first page.
;; link: error[5020]
;; cli: run @
;; expect: error[5020]
;; cli: run @ --max-memory 4GiB --invoke go
;; expect: ok
(module (memory 16385) (func (export "go")))
