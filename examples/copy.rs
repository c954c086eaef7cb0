//! Copies between memories: a text goes through three modules, none of which knows another.
#![allow(clippy::print_stdout, reason = "an example shows its results")]

use wasm_broker::{Broker, Module, Result};

const FIRST: &str = r#"(module
  (memory (export "memory") 1) (data (i32.const 0x100) "no memory is shared here"))"#;
const SECOND: &str = r#"(module (memory (export "memory") 1))"#;
/// Addresses of 64 bits are no obstacle.
const THIRD: &str = r#"(module (memory (export "memory") i64 1))"#;

const N_BYTES: u32 = 24;

fn main() -> Result<()> {
    let mut link = Broker::new()?
        .main("first", Module::from_bytes(FIRST.as_bytes())?)
        .side("second", Module::from_bytes(SECOND.as_bytes())?)
        .side("third", Module::from_bytes(THIRD.as_bytes())?)
        .plan()?
        .instantiate(())?;

    link.copy("first", 0x100_u32, "second", 0x2000_u32, N_BYTES)?;
    link.copy("second", 0x2000_u32, "third", 0_u64, N_BYTES)?;
    // Within one memory, overlapping ranges move as a whole.
    link.copy("third", 3_u64, "third", 0_u64, N_BYTES - 3)?;
    println!("{}", link.memory("third")?.read_str(0_u64, N_BYTES - 3)?);

    // A copy that does not fit writes nothing, not even the part that would.
    let end = link.memory("second")?.size_bytes();
    if let Err(error) = link.copy("first", 0x100_u32, "second", end - 4, N_BYTES) {
        println!("{error}");
    }
    let last_bytes = link.memory("second")?.slice(end - 4, 4)?.to_vec();
    println!("the last bytes are {last_bytes:?}");
    Ok(())
}
