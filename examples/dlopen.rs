//! Opening modules while a link runs, from a folder that was granted, and closing them again.
#![allow(clippy::print_stdout, reason = "an example shows its results")]

use wasm_broker::{Broker, Module, Result};

/// The folder of the example 01-hello, which has a `math.wat`.
const PLUGINS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/01-hello");

fn main() -> Result<()> {
    let main = Module::from_bytes(b"(module (memory (export \"memory\") 1))")?;
    let mut link =
        Broker::new()?.main("main", main).library_path(PLUGINS).plan()?.instantiate(())?;

    let library = link.open("math.wat")?;
    let add = link.func::<(i32, i32), i32>("math.add")?;
    println!("5 + 37 is {}", add.call(&mut link, (5, 37))?);

    link.close(library)?;
    if let Err(error) = link.func::<(i32, i32), i32>("math.add") {
        println!("closed: error {}", error.code());
    }
    // Its name is free again, for this version or a newer one.
    link.open("math.wat")?;
    let add = link.func::<(i32, i32), i32>("math.add")?;
    println!("opened again: 2 + 3 is {}", add.call(&mut link, (2, 3))?);

    // Nothing outside the granted folders can be opened, whatever the path says.
    for file in ["../06-ring/half.wat", "nothing.wat"] {
        if let Err(error) = link.open(file) {
            println!("{file}: error {}", error.code());
        }
    }
    Ok(())
}
