(module
  (func (export "f") (param $x f32)))
