//! Planning without running: where every import comes from, the steps, a picture, and everything
//! that is wrong with a link at once.
#![allow(clippy::print_stdout, reason = "an example shows its results")]

use wasm_broker::{Broker, Module, Result};

const MAIN: &str = r#"(module
  (import "math" "gama" (func (param f64) (result f64)))
  (import "math" "add" (func (param f64 f64) (result f64)))
  (import "env" "rb_dlopen" (func (param i32) (result i32)))
  (memory (export "memory") 1))"#;

const MATH: &str = r#"(module
  (import "env" "mts_memcpy" (func (param i32 i32 i32)))
  (memory (export "memory") 1)
  (func (export "gamma") (param f64) (result f64) (local.get 0))
  (func (export "add") (param f32 f32) (result f32) (f32.add (local.get 0) (local.get 1)))
  (func (export "plus") (param f64 f64) (result f64) (f64.add (local.get 0) (local.get 1))))"#;

fn main() -> Result<()> {
    let main = Module::from_bytes(MAIN.as_bytes())?;
    let math = Module::from_bytes(MATH.as_bytes())?;
    let link = Broker::new()?.main::<()>("main", main).side("math", math);

    let draft = link.draft()?;
    println!("{} problems", draft.problems.len());
    for error in link.errors(&draft) {
        println!("{error}");
    }

    // The same link with both imports mapped to what was meant.
    let plan = link.map("math.gama", "math.gamma").map("math.add", "math.plus").plan()?;
    let plan = plan.link_plan();
    println!();
    for import in plan.table().modules.iter().flat_map(|module| &module.imports) {
        println!("{:<15} {:<16} ← {}", import.name, import.ty, import.source);
    }
    println!("\n{plan}\n{}", plan.to_mermaid());
    Ok(())
}
