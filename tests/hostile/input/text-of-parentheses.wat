;; A million opening parentheses.
;; stacks: 256 8192
;; generate: main.wat.txt parentheses 1000000
;; cli: inspect main.wat.txt
;; expect: error[5000]
;; cli: run main.wat.txt
;; expect: error[5000]
