;; Memories of 64-bit addresses, as large as a number can say.
;; link: error[5020]
(module (memory i64 0x1000000000000))
