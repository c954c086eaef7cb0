;; Twenty imports of a thousand parameters each: the message about them has an end.
;; generate: main.wasm wide-imports 20 1000
;; link: error[5012]
;; cli: run @
;; expect: error[5012]
;; cli: plan @
;; expect: error[5012]
