(module
  (memory (export "memory") 1)
  (table (export "__indirect_function_table") 4 funcref)
  (type $number (func (result i32)))
  (func (export "call") (param $slot_idx i32) (result i32)
    (call_indirect (type $number) (local.get $slot_idx))))
