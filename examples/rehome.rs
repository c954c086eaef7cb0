//! Function pointers between modules: a pointer is a slot of one module's own table, so it is made
//! anew in the other's. There and back again gives the original.
#![allow(clippy::print_stdout, reason = "an example shows its results")]

use wasm_broker::{Broker, FuncPtr, Link, Module, Result};

/// A module that applies functions of its table to a number, and has one of its own in slot 1.
fn module(own_function: &str) -> Result<Module> {
    let text = format!(
        r#"(module
          (type $step (func (param $n i32) (result i32)))
          (table (export "__indirect_function_table") 2 funcref)
          (elem (i32.const 1) $own)
          (func $own (param $n i32) (result i32) {own_function})
          (func (export "apply") (param $function i32) (param $n i32) (result i32)
            (call_indirect (type $step) (local.get $n) (local.get $function))))"#
    );
    Module::from_bytes(text.as_bytes())
}

/// Lets `module` call one of its pointers.
fn apply(link: &mut Link<()>, module: &str, ptr: FuncPtr, n: i32) -> Result<i32> {
    let apply = link.func::<(u32, i32), i32>(&format!("{module}.apply"))?;
    apply.call(link, (ptr.slot_idx() as u32, n))
}

fn main() -> Result<()> {
    let square = module("(i32.mul (local.get $n) (local.get $n))")?;
    let halve = module("(i32.div_s (local.get $n) (i32.const 2))")?;
    let mut link =
        Broker::new()?.main("square", square).side("halve", halve).plan()?.instantiate(())?;

    let there = link.rehome("square", 1_u32, "halve")?;
    println!("halve squares 12: {}", apply(&mut link, "halve", there, 12)?);
    let other = link.rehome("halve", 1_u32, "square")?;
    println!("square halves 12: {}", apply(&mut link, "square", other, 12)?);

    let again = link.rehome("square", 1_u32, "halve")?;
    println!("asked twice, the same pointer: {}", there == again);
    let back = link.rehome("halve", there, "square")?;
    println!("there and back again: slot {}", back.slot_idx());
    Ok(())
}
