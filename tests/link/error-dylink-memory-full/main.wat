;; A program without an allocator whose memory cannot grow has no room for a library's data.
(module
  (memory (export "memory") 1 1))
