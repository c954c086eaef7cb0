//! Measures copies.
fn main() {}
