;; Eight memories and eight tables are as many as a module may have.
(module
  (memory 0) (memory 0) (memory 0) (memory 0)
  (memory 0) (memory 0) (memory 0) (memory $last 1)
  (table 0 funcref) (table 0 funcref) (table 0 funcref) (table 0 funcref)
  (table 0 funcref) (table 0 funcref) (table 0 funcref) (table $end 2 funcref)
  (data (memory $last) (i32.const 0) "8")
  (func (export "get") (result i32) (i32.load8_u $last (i32.const 0)))
  (func (export "size") (result i32) (table.size $end)))
