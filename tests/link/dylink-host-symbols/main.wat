;; A library may import what only the host has, and point to it; on main's memory.
(module
  (memory (export "memory") 1)
  (table (export "__indirect_function_table") 1 funcref)
  (data (i32.const 0) "copy me\00")
  (type $copy (func (param i32 i32 i32)))
  (func (export "copy_by") (param $slot_idx i32) (param $dest i32)
    (call_indirect (type $copy)
      (local.get $dest) (i32.const 0) (i32.const 8) (local.get $slot_idx))))
