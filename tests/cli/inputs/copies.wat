;; A main with one page of memory that others may read but not write.
(module $copies
  (memory (export "memory") 1)

  (global $PAGE_BYTES i32 (i32.const 0x10000))
  (global $FILLING i32 (i32.const 0x5a))

  (start $fill)

  ;; Traps when a byte of the memory is not as it was at the start.
  (func (export "check")
    (local $addr i32)
    (loop $next
      (if (i32.ne (i32.load8_u (local.get $addr)) (global.get $FILLING))
        (then unreachable))
      (local.set $addr (i32.add (local.get $addr) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $addr) (global.get $PAGE_BYTES)))))

  ;; Fills the memory, so that whatever came from elsewhere could be told.
  (func $fill
    (memory.fill (i32.const 0) (global.get $FILLING) (global.get $PAGE_BYTES))))
