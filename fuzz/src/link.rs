//! A pair of random modules, linked and called under fuel and limits: whatever they do, the host
//! gets an answer or an error with a code, and a link that trapped says so ever after.

use super::{judge, modules};
use arbitrary::{Arbitrary, Result, Unstructured};
use wasm_broker::{Code, ExternType, Limits, Link, Module, Unresolved, Val, ValType};

const FUEL: u64 = 20_000;
const MEMORY_BYTES: u64 = 64 << 20;
const TABLE_ELEMENTS: u64 = 5_000;
/// Functions of a module that are called.
const MAX_CALLS: usize = 8;

/// An input: two modules, and how they are linked.
pub fn run(data: &[u8]) {
    // Bytes that do not suffice for a module are none.
    let _ = check(&mut Unstructured::new(data));
}

fn check(bytes: &mut Unstructured<'_>) -> Result<()> {
    let is_direct = bool::arbitrary(bytes)?;
    let side = smith(bytes)?;
    // Main either imports all that side has, or is as random.
    let main = match is_direct {
        true => importer_of(&side),
        false => smith(bytes)?,
    };
    let limits = Limits::new()
        .fuel(FUEL)
        .memory_bytes(MEMORY_BYTES)
        .table_elements(TABLE_ELEMENTS)
        .broker_slots(100);
    let builder = judge::broker().main("main", main.clone()).side("side", side.clone());
    let plan = match builder.limits(limits).unresolved(Unresolved::Zero).plan() {
        Ok(plan) => plan,
        Err(error) => {
            judge::check_error(&error);
            return Ok(());
        }
    };
    match plan.instantiate(()) {
        Ok(mut link) => {
            for (name, module) in [("main", &main), ("side", &side)] {
                call_all(&mut link, name, module);
            }
        }
        Err(error) => judge::check_error(&error),
    }
    // Two links at once would share what they must not; one after the other shows what was left.
    check_broker();
    Ok(())
}

fn smith(bytes: &mut Unstructured<'_>) -> Result<Module> {
    let module = wasm_smith::Module::new(modules::config(6), bytes)?;
    Ok(Module::from_bytes(&module.to_bytes()).expect("its features are the broker's"))
}

/// A main that imports every function and global of the side, and exports them again.
fn importer_of(side: &Module) -> Module {
    let mut text = String::from("(module ");
    for export in &side.facts().exports {
        let what = match &export.ty {
            ExternType::Func(ty) if is_writable(&ty.params) && is_writable(&ty.results) => {
                ty.to_string()
            }
            _ => continue,
        };
        let name: String = export.name.bytes().map(|byte| format!("\\{byte:02x}")).collect();
        let ty = what.strip_prefix('(').and_then(|it| it.strip_suffix(')')).unwrap_or(&what);
        let ty = ty.strip_prefix("func").unwrap_or(ty);
        text += &format!(r#"(func (export "{name}") (import "side" "{name}") {ty})"#);
    }
    text += r#"(memory (export "own memory") 1) (table 3 funcref))"#;
    Module::from_bytes(text.as_bytes()).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn is_writable(types: &[ValType]) -> bool {
    types.iter().all(|ty| !matches!(ty, ValType::Ref(_)))
}

/// Calls the functions of a module with zeros, in and out of a trap.
fn call_all(link: &mut Link<()>, name: &str, module: &Module) {
    let funcs = module.facts().exports.iter().filter_map(|export| match &export.ty {
        ExternType::Func(ty) => Some((&export.name, ty)),
        _ => None,
    });
    let mut is_poisoned = false;
    for (export, ty) in funcs.take(MAX_CALLS) {
        let args: Option<Vec<_>> = ty.params.iter().map(zero).collect();
        let Some(args) = args else { continue };
        let Err(error) = link.invoke(&format!("{name}.{export}"), &args) else {
            assert!(!is_poisoned, "a poisoned link answered");
            continue;
        };
        judge::check_error(&error);
        if is_poisoned {
            let code = error.code();
            assert!(matches!(code, Code::Poisoned | Code::ExportNotFound), "{error}");
        }
        is_poisoned |= error.is_trap() || error.code() == Code::Poisoned;
    }
}

fn zero(ty: &ValType) -> Option<Val> {
    Some(match ty {
        ValType::I32 => Val::I32(0),
        ValType::I64 => Val::I64(0),
        ValType::F32 => Val::F32(0.0),
        ValType::F64 => Val::F64(0.0),
        ValType::V128 => Val::V128(0),
        ValType::Ref(_) => return None,
    })
}

/// A sound link works after whatever was done with its broker.
fn check_broker() {
    let main = r#"(module (import "side" "get" (func $get (result i32)))
        (func (export "go") (result i32) (call $get)))"#;
    let side = r#"(module (memory 1) (data (i32.const 0) "\2a")
        (func (export "get") (result i32) (i32.load (i32.const 0))))"#;
    let [main, side] =
        [main, side].map(|text| Module::from_bytes(text.as_bytes()).expect("it is valid"));
    let builder = judge::broker().main("main", main).side("side", side);
    let plan = builder.limits(Limits::new().fuel(FUEL)).plan().expect("everything is resolved");
    let mut link = plan.instantiate(()).expect("it fits");
    let found = link.func::<(), i32>("go").and_then(|func| func.call(&mut link, ()));
    assert_eq!(found.expect("it works"), 42);
}
