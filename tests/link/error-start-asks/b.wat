(module (memory 1) (table 1 funcref))
