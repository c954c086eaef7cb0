;; Plans as somebody else wrote them: nested without end, of numbers that lead nowhere, cut short.
;; native: plans -> error error error error error error
(module (func (export "go")))
