(module
  (@dylink.0 (mem-info))
  (func (export "__wasm_apply_data_relocs") (unreachable)))
