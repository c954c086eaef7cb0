;; Names that consist of characters that nobody sees: joiners, annotations, language tags, marks of
;; direction. They are in messages by their numbers.
;; cli: run @
;; expect: error[5012]
;; says: \u{fff9}
;; says: \u{e0001}
;; cli: plan @
;; expect: error[5012]
;; cli: inspect main.wat
;; expect: ok
;; link: error[5012]
(module
  (import "\u{ad}\u{600}\u{61c}\u{6dd}\u{70f}\u{890}\u{8e2}\u{180e}\u{200b}\u{2028}" "f" (func))
  (import "env"
    "\u{202e}\u{2060}\u{2066}\u{206a}\u{feff}\u{fff9}\u{fffa}\u{fffb}"
    (func))
  (import "\u{110bd}\u{13430}\u{1bca0}\u{1d173}\u{e0001}\u{e0041}" "" (func))
  (export "\u{ad}\u{600}\u{61c}\u{6dd}\u{70f}\u{890}\u{8e2}\u{180e}\u{200b}\u{2028}" (func 0))
  (export
    "\u{202e}\u{2060}\u{2066}\u{206a}\u{feff}\u{fff9}\u{fffa}\u{fffb}"
    (func 0))
  (export "\u{110bd}\u{13430}\u{1bca0}\u{1d173}\u{e0001}\u{e0041}" (func 0)))
