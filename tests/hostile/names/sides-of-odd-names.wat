;; A side with a name of direction marks and line breaks, which then traps.
;; cli: run main.wat --invoke go
;; expect: error[5012]
;; cli: run link.toml --invoke go
;; expect: trap[5002]
(module
  (import "\e2\80\ae\0a\1b[31m" "boom" (func $boom))
  (func (export "go") (call $boom)))
;;== side.wat
(module (func (export "boom") (unreachable)))
;;== link.toml
manifest = 1
[main]
path = "main.wat"
[side."\u202e\n\u001b[31m"]
path = "side.wat"
