//! That a body is there for every name that the plan gives, and takes whatever it is called with.
//!
//! The names and types are the plan's own, so that a new row there is covered here by itself.

use super::*;
use crate::broker::Broker;
use crate::module::Module;
use crate::sig::{self, ValType, Width};
use crate::{Capture, Link, Stdio, WasiOptions};

/// What the programs may print in all.
const OUTPUT_BYTES: usize = 1 << 20;
/// What every parameter is, one after the other.
const NUMBERS: [i64; 5] = [0, 1, -1, 0x7fff_fff8, i64::MIN];
/// What a call may end with: the program's own fault, an address, a name or a slot that it has not,
/// no room.
const ENDS: [Code; 6] = [
    Code::CallError,
    Code::ExportNotFound,
    Code::MemoryError,
    Code::BadFunctionPointer,
    Code::TableExhausted,
    Code::LimitExceeded,
];
/// How many parameters a system call has at most.
const MAX_SYSCALL_PARAMS: usize = 6;

/// What a program has beside its memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Runtime {
    /// Nothing at all.
    Bare,
    /// A table, an allocator, `errno` and what C++ exceptions need, which do nothing of use.
    OfC,
}

#[test]
fn every_name_that_the_plan_gives_has_a_body() {
    for name in crate::plan::emscripten_names() {
        let is_known = guest_body(&name).is_some() || plain_body(&name).is_some();
        assert!(is_known, "{name}");
    }
}

/// The names of system calls, as `names/emscripten.rs` lists them.
fn syscalls() -> Vec<String> {
    let source = include_str!("../../names/emscripten.rs");
    let lines = source.lines().filter_map(|line| line.strip_prefix("pub const SYSCALL_"));
    let quoted = lines.filter_map(|line| line.split('"').nth(1));
    quoted.filter(|name| *name != names::SYSCALL_PREFIX).map(|it| it.to_owned()).collect()
}

/// Every function of a fixed name and type, and one of each kind for the families of names.
fn functions(width: Width) -> Vec<(String, sig::FuncType)> {
    let pointer = width.val_type();
    let pointers = |n: usize| vec![pointer.clone(); n];
    let mut all: Vec<_> = crate::plan::emscripten_functions(width);
    assert!(all.len() > 90, "only {} functions are listed", all.len());
    let syscalls = syscalls();
    assert!(syscalls.len() > 50, "only {} system calls are listed", syscalls.len());
    for name in syscalls.iter().map(String::as_str).chain(["not_made_yet"]) {
        let name = format!("{}{name}", names::SYSCALL_PREFIX);
        for n_params in [0, 1, MAX_SYSCALL_PARAMS] {
            let ty = sig::FuncType::new(pointers(n_params), [ValType::I32]);
            all.push((name.clone(), ty));
        }
    }
    for name in [names::MMAP_JS, names::MUNMAP_JS, names::MSYNC_JS] {
        for n_params in 0..=MAX_SYSCALL_PARAMS + 1 {
            let ty = sig::FuncType::new(pointers(n_params), [ValType::I32]);
            all.push((name.to_owned(), ty));
        }
    }
    for n_params in 0..4 {
        let name = format!("{}_{}", names::CXA_FIND_MATCHING_CATCH, n_params + 2);
        all.push((name, sig::FuncType::new(pointers(n_params), [pointer.clone()])));
        let name = format!("{}{}", names::EM_INVOKE_PREFIX, "v".repeat(n_params + 1));
        all.push((name, sig::FuncType::new(pointers(n_params + 1), [])));
    }
    let params = vec![pointer, ValType::F32, ValType::F64, ValType::I64, ValType::V128];
    for result in [ValType::F64, ValType::V128] {
        let name = format!("{}odd", names::EM_INVOKE_PREFIX);
        all.push((name, sig::FuncType::new(params.clone(), [result])));
    }
    all
}

/// A program that hands the function on as its own.
fn program(name: &str, ty: &sig::FuncType, width: Width, runtime: Runtime) -> String {
    let pointer = width.val_type();
    let index = if width == Width::W64 { "i64 " } else { "" };
    let import = format!(r#"(import "env" "{name}" (func $it {}))"#, signature(ty));
    let own = match runtime {
        Runtime::Bare => String::new(),
        Runtime::OfC => format!(
            r#"(table (export "__indirect_function_table") {index}4 funcref)
            (func (export "malloc") (param {pointer}) (result {pointer}) ({pointer}.const 1024))
            (func (export "free") (param {pointer}))
            (func (export "emscripten_builtin_memalign") (param {pointer} {pointer})
                (result {pointer}) ({pointer}.const 1024))
            (func (export "__errno_location") (result {pointer}) ({pointer}.const 512))
            (func (export "setThrew") (param {pointer} i32))
            (func (export "__cxa_is_pointer_type") (param {pointer}) (result i32) (i32.const 0))
            (func (export "__cxa_can_catch") (param {pointer} {pointer} {pointer}) (result i32)
                (i32.const 0))"#
        ),
    };
    format!(
        r#"(module {import} (memory (export "memory") {index}1) {own} (export "it" (func $it)))"#
    )
}

/// `(param i32 i32) (result i32)`.
fn signature(ty: &sig::FuncType) -> String {
    let words = |list: &[ValType]| list.iter().map(|ty| format!(" {ty}")).collect::<String>();
    format!("(param{}) (result{})", words(&ty.params), words(&ty.results))
}

fn value(ty: &ValType, number: i64) -> crate::Val {
    match ty {
        ValType::I32 => crate::Val::I32(number as i32),
        ValType::I64 => crate::Val::I64(number),
        ValType::F32 => crate::Val::F32(number as f32),
        ValType::F64 => crate::Val::F64(number as f64),
        ValType::V128 => crate::Val::V128(number as u128),
        other => panic!("no function of the host has a parameter of type {other}"),
    }
}

fn linked(
    broker: &Broker,
    (name, ty): &(String, sig::FuncType),
    width: Width,
    runtime: Runtime,
) -> Link<()> {
    let wat = program(name, ty, width, runtime);
    let stdio = Stdio::Capture(Capture::new(OUTPUT_BYTES, Vec::new()));
    let linked = Module::from_bytes(wat.as_bytes()).and_then(|module| {
        let builder = broker.main("main", module);
        builder.wasi_for(None, WasiOptions::new().stdio(stdio)).plan()?.instantiate(())
    });
    linked.unwrap_or_else(|error| panic!("{name} does not link: {error}\n{wat}"))
}

/// How often a function answers, of calls with every parameter the same number.
fn n_answers(
    broker: &Broker,
    function: &(String, sig::FuncType),
    width: Width,
    runtime: Runtime,
) -> usize {
    let (name, ty) = function;
    // It would sleep for weeks; that a deadline wakes it is seen in `tests/link`.
    let is_patient = |number: &i64| name != names::EM_SLEEP || (0..=1).contains(number);
    let mut n_answers = 0;
    let mut link = linked(broker, function, width, runtime);
    for number in NUMBERS.into_iter().filter(is_patient) {
        let what = format!("{name} {}, {runtime:?}, of {number}", signature(ty));
        let args: Vec<_> = ty.params.iter().map(|ty| value(ty, number)).collect();
        match link.invoke("it", &args) {
            Ok(results) => {
                n_answers += 1;
                assert_eq!(results.len(), ty.results.len(), "{what}");
                let mut pairs = results.iter().zip(&ty.results);
                assert!(pairs.all(|(val, ty)| val.has_type(ty)), "{what}: {results:?}");
            }
            Err(error) => {
                let is_known = error.guest_exit().is_some() || ENDS.contains(&error.code());
                assert!(is_known, "{what}: {error}");
                link = linked(broker, function, width, runtime);
            }
        }
    }
    n_answers
}

#[test]
fn every_function_ends_in_a_value_or_a_coded_error() {
    let broker = Broker::new().expect("a broker");
    for width in [Width::W32, Width::W64] {
        let mut n_answered = 0;
        for function in functions(width) {
            for runtime in [Runtime::Bare, Runtime::OfC] {
                n_answered += n_answers(&broker, &function, width, runtime);
            }
        }
        // The rest are exits, traps and addresses that are none.
        assert!(n_answered > 1000, "only {n_answered} calls answered");
    }
}
