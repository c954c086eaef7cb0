//! Every code from 5000 to 5011 is reachable through the registry, and says why.

use super::{code, compiled, instance, instance_with, registry};
use wasm_broker::{
    Code, InstanceConfig, InstanceHandle, Limits, ModuleHandle, Preopen, Registry, Val, WasiOptions,
};

/// A memory, and functions that do what they are called.
const GUEST: &str = r#"(module
    (memory (export "memory") 1 3)
    (func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))
    (func (export "boom") unreachable)
    (func (export "load") (param i32) (result i32) (i32.load (local.get 0)))
    (func (export "spin") (loop $again (br $again))))"#;

fn guest(registry: &Registry) -> InstanceHandle {
    instance(registry, GUEST)
}

#[test]
fn bytes_that_are_no_module_are_5000() {
    let registry = registry();
    let cases: [&[u8]; 6] = [
        b"",
        b"hello",
        b"\0asm",
        b"\0asm\x01\0\0\0\x01",
        b"(module (func (result i32)))",
        b"(module (func (export \"f\") (i32.add)))",
    ];
    for bytes in cases {
        assert_eq!(code(registry.compile(bytes)), Code::CompileError, "{bytes:?}");
    }
    assert_eq!(registry.n_modules(), 0);
}

#[test]
fn an_instance_that_cannot_be_had_is_5001() {
    let registry = registry();
    // 2^48 bytes: our own limit is lifted, and no machine has them.
    let module = compiled(&registry, "(module (memory i64 0x1_0000_0000))");
    let config = InstanceConfig::new().limits(Limits::new().memory_bytes(u64::MAX));
    let outcome = registry.instantiate(module, &config);
    assert_eq!(code(outcome), Code::InstantiateError);
    assert_eq!(registry.n_instances(), 0);
    assert_eq!(code(registry.instantiate(module, &InstanceConfig::new())), Code::LimitExceeded);
}

#[test]
fn limits_that_are_no_compilers_are_those_of_the_instance() {
    let registry = registry();
    let module = compiled(&registry, &format!("(module {})", "(memory 1)".repeat(9)));
    assert_eq!(code(registry.instantiate(module, &InstanceConfig::new())), Code::LimitExceeded);
    let config = InstanceConfig::new().limits(Limits::new().module_memories(9));
    registry.instantiate(module, &config).expect("it may have nine");
}

#[test]
fn a_guest_that_traps_is_5002() {
    let registry = registry();
    let error = registry.call(guest(&registry), "boom", &[]).expect_err("it traps");
    assert_eq!((error.code(), error.is_trap()), (Code::CallError, true));
    assert_eq!(error.frames().count(), 1);
    let starts = compiled(&registry, "(module (func $start unreachable) (start $start))");
    assert_eq!(code(registry.instantiate(starts, &InstanceConfig::new())), Code::CallError);
}

#[test]
fn a_function_that_is_not_there_is_5003() {
    let registry = registry();
    let guest = guest(&registry);
    for name in ["ad", "memory", "", "none.add"] {
        let expected = match name {
            "none.add" => Code::InvalidModuleHandle,
            _ => Code::ExportNotFound,
        };
        assert_eq!(code(registry.call(guest, name, &[])), expected, "{name}");
        assert_eq!(code(registry.call_typed::<(), ()>(guest, name, ())), expected, "{name}");
        assert_eq!(code(registry.func_type(guest, name)), expected, "{name}");
    }
    assert_eq!(code(registry.run(guest, &[])), Code::ExportNotFound);
    registry.call(guest, "add", &[Val::I32(1), Val::I32(2)]).expect("it goes on");
}

#[test]
fn module_handles_that_are_not_valid_are_5004() {
    let (registry, other) = (registry(), registry());
    let module = compiled(&registry, GUEST);
    let instance = registry.instantiate(module, &InstanceConfig::new()).expect("an instance");
    let dropped = compiled(&registry, GUEST);
    registry.drop_module(dropped).expect("it is live");
    let wrong = [
        dropped,
        compiled(&other, GUEST),
        u64::from(instance).into(),
        0.into(),
        u64::MAX.into(),
        (u64::from(module) + 1).into(),
    ];
    for handle in wrong {
        let side = InstanceConfig::new().side("side", handle);
        let codes = [
            code(registry.instantiate(handle, &InstanceConfig::new())),
            code(registry.instantiate(module, &side)),
            code(registry.module(handle)),
            code(registry.drop_module(handle)),
        ];
        assert_eq!(codes, [Code::InvalidModuleHandle; 4], "{handle}");
    }
    let again: ModuleHandle = u64::from(module).into();
    registry.instantiate(again, &InstanceConfig::new()).expect("a number is as good as a handle");
}

#[test]
fn instance_handles_that_are_not_valid_are_5005() {
    let (registry, other) = (registry(), registry());
    let live = guest(&registry);
    let dropped = guest(&registry);
    registry.drop_instance(dropped).expect("it is live");
    let orphan_of = compiled(&registry, GUEST);
    let orphan = registry.instantiate(orphan_of, &InstanceConfig::new()).expect("an instance");
    let memory_of_orphan = registry.memory(orphan).expect("it is live");
    registry.drop_module(orphan_of).expect("it is live");
    assert_eq!(code(memory_of_orphan.size_bytes()), Code::InvalidInstanceHandle);
    assert_eq!(code(memory_of_orphan.write(0_u64, b"x")), Code::InvalidInstanceHandle);
    let wrong = [
        dropped,
        orphan,
        guest(&other),
        u64::from(compiled(&registry, GUEST)).into(),
        0.into(),
        u64::MAX.into(),
        (u64::from(live) + 1).into(),
    ];
    for handle in wrong {
        let codes = [
            code(registry.call(handle, "boom", &[])),
            code(registry.call_typed::<(), ()>(handle, "boom", ())),
            code(registry.run(handle, &[])),
            code(registry.memory(handle)),
            code(registry.exports(handle)),
            code(registry.func_type(handle, "boom")),
            code(registry.fuel_left(handle)),
            code(registry.drop_instance(handle)),
        ];
        assert_eq!(codes, [Code::InvalidInstanceHandle; 8], "{handle}");
    }
    let again: InstanceHandle = u64::from(live).into();
    registry.call(again, "boom", &[]).expect_err("a number is as good as a handle");
}

#[test]
fn accesses_out_of_bounds_are_5006() {
    let registry = registry();
    let guest = guest(&registry);
    let memory = registry.memory(guest).expect("it is live");
    let size = memory.size_bytes().expect("it has one");
    assert_eq!(size, 1 << 16);
    memory.write(size - 2, b"ab").expect("at the end");
    assert_eq!(memory.bytes(size, 0_u64).expect("nothing at the end"), b"");
    let mut byte = [0; 2];
    memory.read(size - 2, &mut byte).expect("at the end");
    assert_eq!(&byte, b"ab");
    for (addr, n_bytes) in [(size - 1, 2), (size + 1, 0), (u64::MAX, 2), (1, u64::MAX)] {
        assert_eq!(code(memory.bytes(addr, n_bytes)), Code::MemoryError, "{addr} {n_bytes}");
    }
    assert_eq!(code(memory.read(size - 1, &mut byte)), Code::MemoryError);
    assert_eq!(code(memory.write(size - 1, b"xy")), Code::MemoryError);
    assert_eq!(memory.bytes(size - 2, 2_u64).expect("nothing was written"), b"ab");
    assert_eq!(memory.grow(2).expect("up to its maximum"), 1);
    memory.write(size - 1, b"xy").expect("it is larger now");
    assert_eq!(code(memory.grow(1)), Code::LimitExceeded);
    let bare = instance(&registry, "(module)");
    let none = registry.memory(bare).expect("it is live");
    assert_eq!(code(none.size_bytes()), Code::MemoryError);
    // And by the guest itself.
    assert_eq!(code(registry.call(guest, "load", &[Val::I32(-1)])), Code::MemoryError);
}

#[test]
fn values_of_other_types_are_5007() {
    let registry = registry();
    let guest = guest(&registry);
    let wrong: [&[Val]; 4] = [
        &[],
        &[Val::I32(1)],
        &[Val::I32(1), Val::I64(1)],
        &[Val::I32(1), Val::I32(1), Val::I32(1)],
    ];
    for args in wrong {
        let error = registry.call(guest, "add", args).expect_err("it takes two i32");
        assert_eq!(error.code(), Code::TypeError);
        assert!(error.to_string().contains("(func (param i32 i32) (result i32))"), "{error}");
    }
    assert_eq!(code(registry.call_typed::<i32, i32>(guest, "add", 1)), Code::TypeError);
    assert_eq!(code(registry.call_typed::<(i32, i32), i64>(guest, "add", (1, 2))), Code::TypeError);
    assert_eq!(code(registry.call_typed::<(i32, i32), ()>(guest, "add", (1, 2))), Code::TypeError);
    // Nothing was called: the instance is as it was.
    assert_eq!(registry.call_typed::<(i32, u32), u32>(guest, "add", (1, 2)).expect("three"), 3);
}

#[test]
fn files_that_cannot_be_read_are_5008() {
    let registry = registry();
    let folder = tempfile::tempdir().expect("a folder can be made");
    for name in ["none.wasm", "", "nul\0.wasm"] {
        assert_eq!(
            code(registry.compile_file(folder.path().join(name))),
            Code::IoError,
            "{name:?}"
        );
    }
    let (good, bad) = (folder.path().join("good.wat"), folder.path().join("bad.wasm"));
    std::fs::write(&good, GUEST).expect("a file can be written");
    std::fs::write(&bad, "garbage").expect("a file can be written");
    assert_eq!(code(registry.compile_file(&bad)), Code::CompileError);
    let module = registry.compile_file(&good).expect("it is a module");
    assert_eq!(registry.module(module).expect("it is live").origin(), Some(good.as_path()));
    assert_eq!(registry.n_modules(), 1);
}

#[test]
fn the_whole_file_system_is_5009_and_folders_that_are_not_there_5010() {
    let registry = registry();
    let asks = r#"(module (import "wasi_snapshot_preview1" "sched_yield" (func (result i32))))"#;
    let preopen = |host: &str| {
        let (guest, host) = ("/".to_owned(), host.into());
        WasiOptions::new().preopen(Preopen { guest, host, writable: false })
    };
    let cases = [
        (preopen("/"), Code::PermissionDenied),
        (preopen("/../"), Code::PermissionDenied),
        (preopen("/nobody/has/this"), Code::WasiError),
        (preopen("/etc/passwd"), Code::WasiError),
        (preopen(""), Code::WasiError),
        (WasiOptions::new().env("", "x"), Code::WasiError),
        (WasiOptions::new().env("A=B", "x"), Code::WasiError),
        (WasiOptions::new().env("A", "x\0y"), Code::WasiError),
    ];
    // A module that asks for WASI, and one that does not: what is granted is looked at first.
    for text in [asks, "(module)"] {
        let module = compiled(&registry, text);
        for (options, expected) in &cases {
            let config = InstanceConfig::new().wasi(options.clone());
            assert_eq!(code(registry.instantiate(module, &config)), *expected, "{options:?}");
            let config = InstanceConfig::new().wasi_for("main", options.clone());
            assert_eq!(code(registry.instantiate(module, &config)), *expected, "{options:?}");
        }
        let nobody = InstanceConfig::new().wasi_for("nobody", WasiOptions::new());
        assert_eq!(code(registry.instantiate(module, &nobody)), Code::InvalidModuleHandle);
    }
    assert_eq!(registry.n_instances(), 0);
}

#[test]
fn fuel_that_is_gone_is_5011() {
    let registry = registry();
    let config = InstanceConfig::new().fuel(1_000);
    let guest = instance_with(&registry, GUEST, &config);
    let error = registry.call(guest, "spin", &[]).expect_err("it never ends");
    assert_eq!(error.code(), Code::FuelExhausted);
    assert_eq!(error.message(), "the fuel of 1000 units is gone");
    let starts = compiled(&registry, "(module (func $s (loop $l (br $l))) (start $s))");
    assert_eq!(code(registry.instantiate(starts, &config)), Code::FuelExhausted);
}

#[test]
fn every_code_up_to_5011_is_explained() {
    for number in 5000..=5011 {
        let code = Code::from_number(number).expect("it is in the table");
        assert!(!code.explanation().is_empty(), "{number}");
    }
}
