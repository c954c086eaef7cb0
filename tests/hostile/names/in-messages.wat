;; Names with escape sequences and direction marks, in imports, in a function's name and in its
;; message: what a person sees is harmless.
;; cli: run @
;; expect: error[5012]
;; cli: plan @
;; expect: error[5012]
;; cli: plan @ --json
;; expect: exit 1
;; says: "code":5012
;; cli: inspect main.wat
;; expect: ok
;; cli: inspect main.wat --json
;; expect: ok
;; cli: graph main.wat
;; expect: error[5012]
;; link: error[5012]
(module
  (import "\1b]0;evil\07" "\e2\80\ae\e2\81\a6\c2\9b" (func))
  (import "env" "\00" (func))
  (import "" "" (func))
  (import "a\0d\0ab" "\e2\80\8f" (global i32))
  (export "\1b[2J\0d" (func 0)))
