;; Asks for what only helpers of the broker may have.
;; link: error[5012]
;; says: fault
;; says: rbBridge
(module
  (import "env" "fault" (func (param i32 i32 i32)))
  (import "env" "rbBridge" (func (param i32 i32) (result i32)))
  (import "ledger" "take" (func (param i32) (result i32)))
  (import "rb:home" "table" (table 1 funcref)))
