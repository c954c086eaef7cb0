;; Text of two million functions in twelve megabytes: a tree of it takes far more.
;; generate: main.wat.txt text-functions 2000000
;; cli: inspect main.wat.txt
;; expect: error[5024]
