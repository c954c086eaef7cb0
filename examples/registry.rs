//! Modules and instances behind handles: what threads and other languages hold on to.
#![allow(clippy::print_stdout, reason = "an example shows its results")]

use wasm_broker::{InstanceConfig, InstanceHandle, Registry, Result, Val};

const ACCOUNT: &[u8] = br#"(module
  (import "bank" "is_open" (func $is_open (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 16) "account")
  (func (export "deposit") (param $amount i64) (result i64 i32)
    (i64.store (i32.const 0) (i64.add (i64.load (i32.const 0)) (local.get $amount)))
    (i64.load (i32.const 0))
    (call $is_open))
  (func (export "spin") (loop $again (br $again))))"#;

fn main() -> Result<()> {
    let registry = Registry::new()?;
    let account = registry.compile(ACCOUNT)?;
    let config = InstanceConfig::new().host("bank", "is_open", |_, (): ()| Ok(1)).fuel(10_000);
    let [ours, yours] =
        [registry.instantiate(account, &config)?, registry.instantiate(account, &config)?];
    for export in registry.exports(ours)? {
        println!("exports {} {}", export.name, export.ty);
    }

    // Each instance has its own memory, and threads use them side by side.
    std::thread::scope(|scope| {
        for (handle, amount) in [(ours, 5), (yours, 70)] {
            let registry = &registry;
            scope.spawn(move || {
                (0..3).try_for_each(|_| {
                    registry.call(handle, "deposit", &[Val::I64(amount)]).map(drop)
                })
            });
        }
    });
    for handle in [ours, yours] {
        let (balance, is_open) = registry.call_typed::<i64, (i64, i32)>(handle, "deposit", 0)?;
        println!("balance {balance}, open {is_open}");
    }
    let memory = registry.memory(yours)?;
    memory.write(0_u64, &1_i64.to_le_bytes())?;
    println!("{} of {} bytes", memory.read_str(16_u64, 7_u64)?, memory.size_bytes()?);

    // A handle is a number, and stays wrong once it is wrong.
    let number = u64::from(yours);
    let yours = InstanceHandle::from(number);
    println!("{}", registry.call(yours, "spin", &[]).expect_err("its fuel ends").code().name());
    println!("{}", registry.call(yours, "spin", &[]).expect_err("it is poisoned").code().name());
    registry.drop_module(account)?;
    println!("{}", registry.call(yours, "spin", &[]).expect_err("it is gone").code().name());
    Ok(())
}
