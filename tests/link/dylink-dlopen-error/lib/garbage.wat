This is no module at all.
