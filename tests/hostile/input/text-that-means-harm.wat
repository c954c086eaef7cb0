;; Text whose errors quote escape sequences and direction marks.
;; cli: inspect a.wat
;; expect: error[5000]
;; cli: run a.wat
;; expect: error[5000]
(module)
;;== a.wat
(module (func "\u{202e}\u{1b}[31m" ‮evil⁦ ))
