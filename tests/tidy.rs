//! House rules that no compiler checks: layers, sizes, names, links, docs that are generated.
//!
//! Each check is a function from text to findings, so that a test on made-up input proves that it
//! can fail; beside it stands the test that runs it on the tree. A finding says what to do.
//! To add a check: 1. a file in `tests/tidy/` with the function and its two tests; 2. its line
//! here.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

#[path = "tidy/architecture.rs"]
mod architecture;
#[path = "tidy/error_pages.rs"]
mod error_pages;
#[path = "tidy/figures.rs"]
mod figures;
#[path = "tidy/layers.rs"]
mod layers;
#[path = "tidy/lexer.rs"]
mod lexer;
#[path = "tidy/links.rs"]
mod links;
#[path = "tidy/machine.rs"]
mod machine;
#[path = "tidy/manifests.rs"]
mod manifests;
#[path = "tidy/names.rs"]
mod names;
#[path = "tidy/rust_paths.rs"]
mod rust_paths;
#[path = "tidy/style.rs"]
mod style;
#[path = "tidy/tree.rs"]
mod tree;
