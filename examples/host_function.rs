//! A host function: a Rust closure that guests import. It reads the memory of whichever module
//! calls it, and keeps its findings in the link's data.
#![allow(clippy::print_stdout, reason = "an example shows its results")]

use wasm_broker::{Broker, Module, Result};

const MAIN: &str = r#"(module
  (import "log" "line" (func $log_line (param $text i32) (param $n_bytes i32) (result i32)))
  (import "side" "go" (func $side_go))
  (memory (export "memory") 1)
  (data (i32.const 8) "from main")
  (func (export "go") (result i32)
    (call $side_go)
    (call $log_line (i32.const 8) (i32.const 9))))"#;

const SIDE: &str = r#"(module
  (import "log" "line" (func $log_line (param $text i32) (param $n_bytes i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 8) "and from side")
  (func (export "go") (drop (call $log_line (i32.const 8) (i32.const 13)))))"#;

/// What host functions of this link share.
#[derive(Default)]
struct Log {
    lines: Vec<String>,
}

fn main() -> Result<()> {
    let mut link = Broker::new()?
        .main::<Log>("main", Module::from_bytes(MAIN.as_bytes())?)
        .side("side", Module::from_bytes(SIDE.as_bytes())?)
        .host("log", "line", |cx, (text, n_bytes): (u32, u32)| {
            // Both modules have a text at address 8: each is read in its own memory.
            let line = format!("{}: {}", cx.module_name(), cx.memory().read_str(text, n_bytes)?);
            let log = cx.data()?;
            log.lines.push(line);
            Ok(log.lines.len() as u32)
        })
        .plan()?
        .instantiate(Log::default())?;

    let n_lines = link.func::<(), u32>("go")?.call(&mut link, ())?;
    println!("{n_lines} lines");
    for line in &link.data()?.lines {
        println!("{line}");
    }
    Ok(())
}
