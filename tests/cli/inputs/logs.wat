;; Answers whether it should log.
(module $logs
  (import "env" "rb_log_enabled" (func $rb_log_enabled (result i32)))
  (func (export "logs") (result i32)
    (call $rb_log_enabled)))
