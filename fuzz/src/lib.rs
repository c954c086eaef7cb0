//! What the fuzz targets do with their bytes, apart from the driver: `tests/corpus.rs` calls the
//! same functions on the kept seeds.
//!
//! To add a target: 1. a file here with `run`, which panics where something is wrong; 2. its line
//! below; 3. a file in `fuzz/fuzz_targets/` and its lines in `fuzz/Cargo.toml`; 4. seeds in
//! `fuzz/corpus/<target>/`.
#![deny(missing_docs, missing_debug_implementations)]

pub mod copies;
pub mod dylink;
pub mod judge;
pub mod link;
pub mod manifest;
pub mod modules;
pub mod plan;
pub mod registry;

/// A target: its name, and what it does with an input.
pub type Target = (&'static str, fn(&[u8]));

/// Every target.
pub const TARGETS: &[Target] = &[
    ("copies", copies::run),
    ("dylink", dylink::run),
    ("link", link::run),
    ("manifest", manifest::run),
    ("plan", plan::run),
    ("registry", registry::run),
];
