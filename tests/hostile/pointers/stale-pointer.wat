;; A host uses and releases a closure's pointer after it was released.
;; native: stale-pointer -> 7 error[5017] error[5017]
(module (memory 1) (table 2 funcref))
