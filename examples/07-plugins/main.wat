;; main: tells two plugins to work on one text, and never touches the text itself.
;;
;; Imported by nobody: this is the program. It has no memory, so there is nothing of main's that a
;; plugin could read or spoil: what is copied goes straight from plugin to plugin.
;;
;;   export   type        what
;;   _start   () -> ()    the entry
(module
  (import "poem" "print" (func $poem_print))
  (import "poem" "text" (func $poem_text (result i32)))
  (import "poem" "n_bytes" (func $poem_n_bytes (result i32)))
  (import "upper" "convert" (func $upper_convert (param $text_in_poem i32) (param $n_bytes i32)))

  ;; Prints the poem as it is, has it converted, and prints it as it is then.
  (func (export "_start")
    (call $poem_print)
    (call $upper_convert (call $poem_text) (call $poem_n_bytes))
    (call $poem_print))
)
