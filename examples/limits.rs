//! Limits: modules that nobody has read cannot hang the host or eat its memory.
#![allow(clippy::print_stdout, reason = "an example shows its results")]

use std::time::Duration;
use wasm_broker::{Broker, Limits, Link, Module, Result};

const GREEDY: &str = r#"(module
  (memory (export "memory") 1)
  (func (export "spin") (loop $forever (br $forever)))
  (func (export "grow") (param $n_pages i32) (result i32) (memory.grow (local.get $n_pages))))"#;

fn link(limits: Limits) -> Result<Link<()>> {
    let greedy = Module::from_bytes(GREEDY.as_bytes())?;
    Broker::builder().limits(limits).build()?.main("greedy", greedy).plan()?.instantiate(())
}

/// Calls the endless loop and shows what ends it.
fn spin(link: &mut Link<()>) -> Result<()> {
    let spin = link.func::<(), ()>("spin")?;
    if let Err(error) = spin.call(link, ()) {
        println!("{}: {}", error.title(), error.code().summary());
    }
    Ok(())
}

fn main() -> Result<()> {
    let mut fuelled = link(Limits::new().fuel(100_000))?;
    spin(&mut fuelled)?;
    println!("fuel left: {:?}", fuelled.fuel_left());
    // What the guest left behind half done is not to be trusted: the link answers no more calls.
    spin(&mut fuelled)?;

    spin(&mut link(Limits::new().timeout(Duration::from_millis(50)))?)?;

    let mut small = link(Limits::new().memory_bytes(1 << 20))?;
    let grow = small.func::<u32, i32>("grow")?;
    println!("growing by 15 pages: {}", grow.call(&mut small, 15)?);
    println!("and by one more: {}", grow.call(&mut small, 1)?);

    if let Err(error) = link(Limits::new().memory_bytes(1000)) {
        println!("{error}");
    }
    Ok(())
}
