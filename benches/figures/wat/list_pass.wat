;; list_pass: two components; one passes the other a `list<u8>` many times. The engine copies the
;; list from memory to memory, as the canonical ABI has it.
;;
;; | export | takes                         | does                                        |
;; |--------|-------------------------------|---------------------------------------------|
;; | drive  | src, size in bytes, n > 0     | passes the bytes from $src on, n times      |
;; | first  | an offset in the list         | the byte that arrived there last            |
(component
  (component $sink
    (core module $module
      (memory (export "memory") 96)
      (global $LIST_ADDRESS i32 (i32.const 0x300000))
      ;; The list always goes to the same place: the cheapest allocator there is.
      (func (export "allocate") (param i32 i32 i32 i32) (result i32) (global.get $LIST_ADDRESS))
      (func (export "take") (param $address i32) (param $size i32))
      (func (export "first") (param $offset i32) (result i32)
        (i32.load8_u (i32.add (global.get $LIST_ADDRESS) (local.get $offset)))))
    (core instance $instance (instantiate $module))
    (func (export "take") (param "bytes" (list u8))
      (canon lift (core func $instance "take")
        (memory $instance "memory") (realloc (func $instance "allocate"))))
    (func (export "first") (param "offset" u32) (result u8)
      (canon lift (core func $instance "first"))))

  (component $source
    (import "take" (func $take (param "bytes" (list u8))))
    (core module $memory
      (memory $memory (export "memory") 96)
      ;; Byte i is i modulo 251, so that what arrives can be checked.
      (global $N_BYTES i32 (i32.const 0x600000))
      (global $PERIOD i32 (i32.const 251))
      (func $fill
        (local $address i32)
        (loop $next
          (i32.store8 (local.get $address) (i32.rem_u (local.get $address) (global.get $PERIOD)))
          (br_if $next
            (i32.lt_u
              (local.tee $address (i32.add (local.get $address) (i32.const 1)))
              (global.get $N_BYTES)))))
      (start $fill))
    (core instance $memory_instance (instantiate $memory))
    (core func $take_lowered (canon lower (func $take) (memory $memory_instance "memory")))
    (core module $driver
      (import "sink" "take" (func $take (param $address i32) (param $size i32)))
      (func (export "drive") (param $src i32) (param $size i32) (param $n i32)
        (loop $again
          (call $take (local.get $src) (local.get $size))
          (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))))
    (core instance $driver_instance (instantiate $driver
      (with "sink" (instance (export "take" (func $take_lowered))))))
    (func (export "drive") (param "src" u32) (param "size" u32) (param "n" u32)
      (canon lift (core func $driver_instance "drive"))))

  (instance $sink_instance (instantiate $sink))
  (instance $source_instance (instantiate $source
    (with "take" (func $sink_instance "take"))))
  (export "drive" (func $source_instance "drive"))
  (export "first" (func $sink_instance "first")))
