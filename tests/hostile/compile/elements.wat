;; An element segment of as many entries as the format allows, in a table of that size.
;; rss: 900
;; generate: main.wasm elements 10000000
;; link: error[5024]
