;; probe: calls one function of the user with fixed arguments, for `wasm-broker bench`.
;;
;; Added to the user's link by `measured.rs`, which writes what stands between `(;` and `;)`: the
;; name of the import, its type, and the call with its arguments and a `drop` for each result.
;;
;; | export | takes   | does                    |
;; |--------|---------|-------------------------|
;; | once   |         | calls the function once |
;; | repeat | n_turns | calls it n_turns times  |
;;
;; Traps: where the function does. `n_turns` is at least 1.
(module $probe
  (import (;import;) (func $function (;type;)))

  ;; One call, so that the host passes no argument.
  (func (export "once")
    (;call;))

  ;; Many calls without the host between them.
  (func (export "repeat") (param $n_turns i32)
    (loop $turn
      (;call;)
      (br_if $turn (local.tee $n_turns (i32.sub (local.get $n_turns) (i32.const 1)))))))
