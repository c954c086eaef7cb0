;; Text of a hundred thousand blocks, each in the other.
;; stacks: 256 8192
;; generate: main.wat.txt folded 100000
;; cli: inspect main.wat.txt
;; expect: ok
;; cli: run main.wat.txt --invoke go
;; expect: error[5024]
