;; Grows its memory until it is refused: −1, within the limit of the link, and the link goes on.
;; limits: memory=16MiB
;; calls:
;;   grow_all -> 256
;;   grow_all -> 256
;;   side.grow -> -1
;;   @grow main 1 -> error[5020]
(module
  (memory 1)
  (func (export "grow_all") (result i32)
    (loop $again
      (br_if $again (i32.ne (memory.grow (i32.const 1)) (i32.const -1))))
    (memory.size)))
;;== side.wat
(module (memory 0) (func (export "grow") (result i32) (memory.grow (i32.const 1))))
