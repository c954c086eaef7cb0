//! Dynamic libraries that real toolchains make, linked into the memory of a main and run.
//!
//! Four kinds, each with node as its judge where there is JavaScript for it: our own mains and
//! libraries (`dylink/cases`, by `dylink/folders.rs`), emscripten's own tests as Debian installs
//! them (`dylink/emscripten.rs`), and modules of npm, driven from Rust: tree-sitter with its
//! grammars (`dylink/tree_sitter.rs`) and Lua (`dylink/lua.rs`). Beside them, what another linker
//! is tested with (`dylink/wit_component.rs`).
//!
//! `tests/tools` says what becomes of tests whose tools are missing. No module is kept in the
//! repository: all are built or fetched now.
#![allow(clippy::unwrap_used, reason = "a test may panic")]
#![allow(clippy::print_stderr, reason = "it says what is skipped")]

#[path = "dylink/emscripten.rs"]
mod emscripten;
#[path = "dylink/folders.rs"]
mod folders;
#[path = "dylink/lua.rs"]
mod lua;
mod tools;
#[path = "dylink/tree_sitter.rs"]
mod tree_sitter;
#[path = "dylink/wit_component.rs"]
mod wit_component;

/// The example, whose functions drive the tests too.
#[path = "../examples/tree_sitter.rs"]
#[allow(dead_code, reason = "its `main` is not ours")]
mod example;

use std::sync::Arc;
use tools::find::Tools;
use tools::suite::Suite;

fn main() {
    let tools = Arc::new(Tools::default());
    let mut suite = Suite::from_args();
    folders::add(&mut suite, &tools);
    emscripten::add(&mut suite, &tools);
    tree_sitter::add(&mut suite);
    lua::add(&mut suite);
    wit_component::add(&mut suite);
    suite.run()
}
