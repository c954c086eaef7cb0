;; A start function that calls itself without end.
;; stacks: 256 1024 2048 8192 unlimited
;; link: trap[5002]
;; cli: run @
;; expect: trap[5002]
(module (func $start (call $start)) (start $start))
