;; System calls with pointers from nowhere: the number of an error each, and nothing else.
;; calls:
;;   open -1 -> -21
;;   open 65530 -> -21
;;   stat -1 -1 -> -21
;;   cwd -1 100 -> -21
;;   cwd 0 0xffffffff -> 2
;;   cwd 65535 0xffffffff -> -21
;;   poll -1 0xffffffff -> -28
;;   poll 0 0xffffffff -> -28
;;   read_link 0 -1 0xffffffff -> -44
;;   entries 3 0 0xffffffff -> -8
;;   one -> 1
(module
  (import "env" "__syscall_openat" (func $open (param i32 i32 i32 i32) (result i32)))
  (import "env" "__syscall_stat64" (func $stat (param i32 i32) (result i32)))
  (import "env" "__syscall_getcwd" (func $cwd (param i32 i32) (result i32)))
  (import "env" "__syscall_poll" (func $poll (param i32 i32 i32) (result i32)))
  (import "env" "__syscall_readlinkat" (func $link (param i32 i32 i32 i32) (result i32)))
  (import "env" "__syscall_getdents64" (func $entries (param i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 65530) "//////")
  (func (export "one") (result i32) (i32.const 1))
  (func (export "open") (param i32) (result i32)
    (call $open (i32.const -100) (local.get 0) (i32.const 0) (i32.const 0)))
  (func (export "stat") (param i32 i32) (result i32) (call $stat (local.get 0) (local.get 1)))
  (func (export "cwd") (param i32 i32) (result i32) (call $cwd (local.get 0) (local.get 1)))
  (func (export "poll") (param i32 i32) (result i32)
    (call $poll (local.get 0) (local.get 1) (i32.const 0)))
  (func (export "read_link") (param i32 i32 i32) (result i32)
    (call $link (i32.const -100) (local.get 0) (local.get 1) (local.get 2)))
  (func (export "entries") (param i32 i32 i32) (result i32)
    (call $entries (local.get 0) (local.get 1) (local.get 2))))
