;; Types of features that are off.
;; link: error[5028]
(module (type $t (struct (field i32))) (func (param (ref null $t))))
