;; The manifest itself is a FIFO, a device, or a folder without one.
;; setup: folder empty
;; setup: fifo pipe.toml
;; setup: symlink /dev/zero zero.toml
;; cli: run pipe.toml
;; expect: error[5008]
;; cli: run zero.toml
;; expect: error[5008]
;; cli: run empty
;; expect: error[5008]
(module)
