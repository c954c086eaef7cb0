//! A Rust closure as a function pointer: a guest that expects a callback gets one from the host.
#![allow(clippy::print_stdout, reason = "an example shows its results")]

use std::sync::{Arc, Mutex};
use wasm_broker::{Broker, Module, Result};

const MAIN: &str = r#"(module
  (type $visit (func (param $n i32) (param $square f64)))
  (table (export "__indirect_function_table") 1 funcref)
  (func (export "count_to") (param $last i32) (param $visit i32)
    (local $n i32)
    (loop $next
      (local.set $n (i32.add (local.get $n) (i32.const 1)))
      (call_indirect (type $visit)
        (local.get $n)
        (f64.convert_i32_s (i32.mul (local.get $n) (local.get $n)))
        (local.get $visit))
      (br_if $next (i32.lt_s (local.get $n) (local.get $last))))))"#;

fn main() -> Result<()> {
    let main = Module::from_bytes(MAIN.as_bytes())?;
    let mut link = Broker::new()?.main("main", main).plan()?.instantiate(())?;
    let count_to = link.func::<(i32, u32), ()>("count_to")?;

    let seen = Arc::new(Mutex::new(Vec::new()));
    let visit = {
        let seen = seen.clone();
        link.add_function("main", move |_cx, (n, square): (i32, f64)| {
            seen.lock().expect("nobody panics with the lock").push((n, square));
            Ok(())
        })?
    };
    count_to.call(&mut link, (3, visit.slot_idx() as u32))?;
    for (n, square) in seen.lock().expect("nobody panics with the lock").iter() {
        println!("{n} squared is {square}");
    }

    // A released pointer is null: calling it is an error, never another function by chance.
    link.release(visit)?;
    if let Err(error) = link.call_pointer::<_, ()>(visit, (4, 16.0)) {
        println!("after its release: error {}", error.code());
    }
    Ok(())
}
