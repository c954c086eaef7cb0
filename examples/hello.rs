//! Two modules and Rust: `main` imports a function of its peer `math`, and Rust calls both.
#![allow(clippy::print_stdout, reason = "an example shows its results")]

use wasm_broker::{Broker, Module, Result};

const MATH: &str = r#"(module
  (func (export "add") (param $a i32) (param $b i32) (result i32)
    (i32.add (local.get $a) (local.get $b))))"#;

const MAIN: &str = r#"(module
  (import "math" "add" (func $math_add (param $a i32) (param $b i32) (result i32)))
  (func (export "twice") (param $n i32) (result i32)
    (call $math_add (local.get $n) (local.get $n))))"#;

fn main() -> Result<()> {
    let plan = Broker::new()?
        .main("main", Module::from_bytes(MAIN.as_bytes())?)
        .side("math", Module::from_bytes(MATH.as_bytes())?)
        .plan()?;
    let mut link = plan.instantiate(())?;

    // A name without a dot is an export of main; the types are checked here, not at each call.
    let twice = link.func::<i32, i32>("twice")?;
    let add = link.func::<(i32, i32), i32>("math.add")?;
    println!("twice 21 is {}", twice.call(&mut link, 21)?);
    println!("5 + 37 is {}", add.call(&mut link, (5, 37))?);
    Ok(())
}
