;; Text that is no module is shown with the place where reading stopped.
(module
  (func $f (i32.add)
