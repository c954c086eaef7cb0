;; A host closes a library of another link.
;; native: foreign-library -> error[5005] ok
(module)
