;; More links at a time than the pool of a broker has room for: an error, and room again when they
;; are gone.
;; rss: 900
;; native: pool-too-small -> error[5001] ok
(module (memory 1) (memory 1) (memory 1) (memory 1) (memory 1) (memory 1) (memory 1) (memory 1))
