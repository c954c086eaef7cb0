;; Text of half a million comments, each in the other.
;; stacks: 256 8192
;; generate: main.wat.txt comments 500000
;; cli: inspect main.wat.txt
;; expect: error[5000]
