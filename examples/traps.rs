//! A trap names the module, the function and the offset of every frame, and where a call went from
//! one module into another.
#![allow(clippy::print_stdout, reason = "an example shows its results")]

use wasm_broker::{Broker, Module, Result};

const MAIN: &str = r#"(module
  (import "shop" "price" (func $price (param $n_items i32) (result i32)))
  (func $checkout (export "checkout") (param $n_items i32) (result i32)
    (call $price (local.get $n_items))))"#;

const SHOP: &str = r#"(module
  (import "math" "divide" (func $divide (param $a i32) (param $b i32) (result i32)))
  (func $price (export "price") (param $n_items i32) (result i32)
    (call $per_item (local.get $n_items)))
  (func $per_item (param $n_items i32) (result i32)
    (call $divide (i32.const 1000) (local.get $n_items))))"#;

const MATH: &str = r#"(module
  (func $divide (export "divide") (param $a i32) (param $b i32) (result i32)
    (i32.div_s (local.get $a) (local.get $b))))"#;

fn main() -> Result<()> {
    let mut link = Broker::new()?
        .main("main", Module::from_bytes(MAIN.as_bytes())?)
        .side("shop", Module::from_bytes(SHOP.as_bytes())?)
        .side("math", Module::from_bytes(MATH.as_bytes())?)
        .plan()?
        .instantiate(())?;
    let checkout = link.func::<i32, i32>("checkout")?;
    println!("8 items cost {} each", checkout.call(&mut link, 8)?);

    if let Err(error) = checkout.call(&mut link, 0) {
        println!("{error}");
        let modules: Vec<_> = error.frames().map(|frame| frame.module.as_str()).collect();
        println!("from the inside out: {}", modules.join(", "));
    }
    // After a trap nobody can say what the modules left half done.
    if let Err(error) = checkout.call(&mut link, 8) {
        println!("and then: {}", error.title());
    }
    Ok(())
}
