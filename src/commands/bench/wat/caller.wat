;; caller: calls one short function in every way there is, again and again, for `wasm-broker bench`.
;;
;; Added to the user's link by `measured.rs`, beside `callee.wat`.
;;
;; | export   | takes   | does in each turn                                          |
;; |----------|---------|------------------------------------------------------------|
;; | prepare  |         | once, before `pointer`: makes callee's pointer its own     |
;; | empty    | n_turns | nothing: what the loop itself takes                        |
;; | direct   | n_turns | calls callee's `next`                                      |
;; | pointer  | n_turns | calls it through a re-homed function pointer               |
;; | accessor | n_turns | reads an i32 of callee's memory through its accessor       |
;; | host     | n_turns | calls a host function that does the same as `next`         |
;;
;; Each result is the next argument, so that no call can be left out. `n_turns` is at least 1.
;; Traps: `pointer`, when nothing was prepared.
(module $caller
  (type $next_type (func (param i32) (result i32)))
  (import "bench:callee" "next" (func $direct_next (type $next_type)))
  (import "bench:host" "next" (func $host_next (type $next_type)))
  (import "rb:bench:callee" "getI32" (func $get_i32 (param i32) (result i32)))
  (import "rb:bench:callee" "addFnPtr_from" (func $add_fn_ptr_from (param i32) (result i32)))

  (table $functions (export "__indirect_function_table") 1 funcref)

  ;; callee's function pointer to `next`.
  (global $NEXT_OF_CALLEE i32 (i32.const 1))
  ;; Addresses of callee's memory that the accessor reads, so that no turn leaves the memory.
  (global $ADDRESS_BITS i32 (i32.const 0xfff))
  ;; The same function as a pointer of this module.
  (global $next_ptr (mut i32) (i32.const 0))

  ;; Re-homes the pointer.
  (func (export "prepare")
    (global.set $next_ptr (call $add_fn_ptr_from (global.get $NEXT_OF_CALLEE))))

  ;; Turns without a call; answers how many.
  (func (export "empty") (param $n_turns i32) (result i32)
    (local $value i32)
    (loop $turn
      (local.set $value (i32.add (local.get $value) (i32.const 1)))
      (br_if $turn (local.tee $n_turns (i32.sub (local.get $n_turns) (i32.const 1)))))
    (local.get $value))

  ;; Turns with a call of the import; answers how many.
  (func (export "direct") (param $n_turns i32) (result i32)
    (local $value i32)
    (loop $turn
      (local.set $value (call $direct_next (local.get $value)))
      (br_if $turn (local.tee $n_turns (i32.sub (local.get $n_turns) (i32.const 1)))))
    (local.get $value))

  ;; Turns with a call through the pointer; answers how many.
  (func (export "pointer") (param $n_turns i32) (result i32)
    (local $value i32)
    (loop $turn
      (local.set $value
        (call_indirect $functions (type $next_type) (local.get $value) (global.get $next_ptr)))
      (br_if $turn (local.tee $n_turns (i32.sub (local.get $n_turns) (i32.const 1)))))
    (local.get $value))

  ;; Turns with a read of another module's memory; answers the last.
  (func (export "accessor") (param $n_turns i32) (result i32)
    (local $value i32)
    (loop $turn
      (local.set $value
        (call $get_i32
          (i32.and
            (i32.add (local.get $value) (local.get $n_turns))
            (global.get $ADDRESS_BITS))))
      (br_if $turn (local.tee $n_turns (i32.sub (local.get $n_turns) (i32.const 1)))))
    (local.get $value))

  ;; Turns with a call of the host; answers how many.
  (func (export "host") (param $n_turns i32) (result i32)
    (local $value i32)
    (loop $turn
      (local.set $value (call $host_next (local.get $value)))
      (br_if $turn (local.tee $n_turns (i32.sub (local.get $n_turns) (i32.const 1)))))
    (local.get $value)))
