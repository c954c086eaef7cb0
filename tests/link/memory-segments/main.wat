;; Passive data, several memories and memory instructions work on lifted memories as before.
(module
  (memory $first (export "first") 1 3)
  (memory $second 1)
  (data $passive "passive")
  (data (memory $second) (i32.const 0) "second")
  (func (export "init") (param $at i32) (param $from i32) (param $n i32)
    (memory.init $first $passive (local.get $at) (local.get $from) (local.get $n)))
  (func (export "drop") (data.drop $passive))
  (func (export "bring")
    (memory.copy $first $second (i32.const 100) (i32.const 0) (i32.const 6)))
  (func (export "grow") (param $n i32) (result i32 i32)
    (memory.grow $first (local.get $n))
    (memory.size $second)))
