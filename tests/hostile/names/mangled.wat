;; Names of functions that are written in a few bytes and read in a million times as many, or that
;; are nested without end: C++ and Rust, in a trap's frames.
;; generate: doubled.wasm mangled-doubling 60
;; generate: deep.wasm mangled-nesting 40000
;; generate: pointers.wasm mangled-pointers 90000
;; generate: rust.wasm mangled-rust 20000
;; stacks: 256 8192
;; within: 10
;; cli: run doubled.wasm --invoke go
;; expect: trap[5002]
;; says: f(std::pair<A, A>, std::pair<std::pair<A, A>
;; cli: run deep.wasm --invoke go
;; expect: trap[5002]
;; cli: run pointers.wasm --invoke go
;; expect: trap[5002]
;; cli: run rust.wasm --invoke go
;; expect: trap[5002]
;; cli: inspect doubled.wasm
;; expect: ok
