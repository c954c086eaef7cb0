//! A WASI context for each module: its own arguments and its own streams, kept in memory here.
#![allow(clippy::print_stdout, reason = "an example shows its results")]

use wasm_broker::{Broker, Capture, Module, Result, Stdio, WasiOptions};

/// Prints its arguments as C has them, each with a NUL behind it: their size is written to 4, their
/// addresses from 64 and their text to 1024; 0 and 4 are then the text's address and length.
const ECHO: &str = r#"(module
  (import "wasi_snapshot_preview1" "args_sizes_get"
    (func $args_sizes_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "args_get" (func $args_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write"
    (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "echo") (result i32)
    (drop (call $args_sizes_get (i32.const 0) (i32.const 4)))
    (drop (call $args_get (i32.const 64) (i32.const 1024)))
    (i32.store (i32.const 0) (i32.const 1024))
    (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8))))"#;

fn main() -> Result<()> {
    let echo = Module::from_bytes(ECHO.as_bytes())?;
    let [left, right] = [(); 2].map(|()| Capture::new(1 << 10, ""));
    let wasi = |arg: &str, capture: &Capture| {
        WasiOptions::new().args([arg]).stdio(Stdio::Capture(capture.clone()))
    };
    let mut link = Broker::new()?
        .main("left", echo.clone())
        .side("right", echo)
        .wasi_for(Some("left"), wasi("a walnut", &left))
        .wasi_for(Some("right"), wasi("an apple", &right))
        .plan()?
        .instantiate(())?;

    for module in ["right", "left"] {
        link.func::<(), i32>(&format!("{module}.echo"))?.call(&mut link, ())?;
    }
    for capture in [left, right] {
        let text = String::from_utf8_lossy(&capture.stdout()).into_owned();
        let args: Vec<_> = text.split_terminator('\0').collect();
        println!("{args:?}");
    }
    Ok(())
}
