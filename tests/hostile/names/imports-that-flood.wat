;; Fifty thousand imports that nobody provides, each with a name that means harm: the message has
;; an end.
;; generate: main.wasm import-lines 50000
;; cli: run @
;; expect: error[5012]
;; link: error[5012]
