;; Marks of direction, annotations and escape sequences in options that are wrong: the program
;; repeats what was typed, and not what it does to a terminal.
;; cli: run @ --map a‮b￹­
;; expect: error[5025]
;; says: \u{202e}
;; cli: --color always run @ --map a[31mb31m
;; expect: error[5025]
;; cli: --color always run @ --timeout ‮]0;evil
;; expect: error[5025]
;; cli: ‮evil[2J
;; expect: error[5025]
;; cli: run @ --no-such‮
;; expect: error[5025]
(module)
