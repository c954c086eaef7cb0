;; Limits that no machine has, negative ones, and none.
;; cli: run a.toml --invoke go
;; expect: ok
;; cli: run b.toml --invoke go
;; expect: error[5025]
;; cli: run c.toml --invoke go
;; expect: error[5020]
;; cli: run d.toml --invoke go
;; expect: error[5025]
(module (memory 1) (table 1 funcref) (func (export "go")))
;;== a.toml
manifest = 1
[main]
path = "main.wat"
[limits]
memory = 9223372036854775807
table_elements = 9223372036854775807
broker_slots = 9223372036854775807
modules = 9223372036854775807
fuel = 9223372036854775807
timeout = "1000000h"
;;== b.toml
manifest = 1
[main]
path = "main.wat"
[limits]
fuel = -1
;;== c.toml
manifest = 1
[main]
path = "main.wat"
[limits]
memory = 0
;;== d.toml
manifest = 1
[main]
path = "main.wat"
[limits]
memory = "99999999999999999999GiB"
