//! Copies by every path against a model of two arrays of bytes. An input is the widths of the two
//! memories, their pages, and a list of copies and growths.

use super::judge;
use arbitrary::{Arbitrary, Unstructured};
use std::collections::HashMap;
use std::sync::Mutex;
use wasm_broker::{Code, Link, Module, Val};

const PAGE_BYTES: u64 = 1 << 16;
const MAX_PAGES: u64 = 4;
/// Steps of one input.
const MAX_STEPS: usize = 32;
const NAMES: [&str; 2] = ["main", "side"];

/// How a copy is asked for.
#[derive(Arbitrary, Clone, Copy, Debug, PartialEq, Eq)]
enum Route {
    Bridge,
    Fallback,
    Host,
}

/// Where an address lies, once the memories have their size.
#[derive(Arbitrary, Clone, Copy, Debug)]
enum Place {
    /// So far from the start.
    Start(u16),
    /// So far before or behind the end.
    End(i8),
    /// As far before the end as is copied, and a bit.
    SizeBelowEnd(i8),
    /// 2^31, 2^32, 2^63 or 2^64, and a bit.
    Power(u8, i8),
    Any(u64),
}

#[derive(Arbitrary, Clone, Copy, Debug)]
enum Size {
    Small(u8),
    Bytes(u32),
    Power(u8, i8),
}

#[derive(Arbitrary, Clone, Copy, Debug)]
enum Step {
    Copy { from: bool, route: Route, dest: Place, src: Place, size: Size },
    Grow { memory: bool, n_pages: u8 },
}

/// The two memories, at the start.
#[derive(Arbitrary, Clone, Copy, Debug)]
struct Shape {
    is_wide: [bool; 2],
    n_pages: [u8; 2],
}

/// An input.
pub fn run(data: &[u8]) {
    let mut bytes = Unstructured::new(data);
    let Ok(shape) = Shape::arbitrary(&mut bytes) else { return };
    let mut model = shape.n_pages.map(|n| vec![0_u8; usize::from(n % 4) << 16]);
    for (seed, memory) in model.iter_mut().enumerate() {
        let byte = |at: usize| (at ^ (at >> 8) ^ ((at >> 16) * 0x55) ^ (seed * 0xa7)) as u8;
        memory.iter_mut().enumerate().for_each(|(at, it)| *it = byte(at));
    }
    let mut link = link(shape);
    for (name, bytes) in NAMES.iter().zip(&model) {
        let mut memory = link.memory(name).expect("it has a memory");
        memory.write(0_u64, bytes).expect("it is as large");
    }
    for _ in 0..MAX_STEPS {
        let Ok(step) = Step::arbitrary(&mut bytes) else { break };
        let goes_on = apply(&mut link, shape, &mut model, step);
        for (name, expected) in NAMES.iter().zip(&model) {
            let memory = link.memory(name).expect("it has a memory");
            let found = memory.slice(0, memory.size_bytes()).expect("it is all there");
            assert!(found == expected.as_slice(), "{name} differs after {step:?} in {shape:?}");
        }
        if !goes_on {
            break;
        }
    }
}

/// Does one step to both; false if the link is poisoned now.
fn apply(link: &mut Link<()>, shape: Shape, model: &mut [Vec<u8>; 2], step: Step) -> bool {
    let (from, route, dest, src, size) = match step {
        Step::Grow { memory, n_pages } => {
            grow(link, model, usize::from(memory), u64::from(n_pages % 3));
            return true;
        }
        Step::Copy { from, route, dest, src, size } => (usize::from(from), route, dest, src, size),
    };
    let to = 1 - from;
    let sizes_are_wide = shape.is_wide == [true, true];
    let n_bytes = truncated(bytes_of(size), sizes_are_wide);
    let dest = truncated(addr_of(dest, model[to].len(), n_bytes), shape.is_wide[to]);
    let src = truncated(addr_of(src, model[from].len(), n_bytes), shape.is_wide[from]);
    let outcome = match route {
        Route::Host => link.copy(NAMES[from], src, NAMES[to], dest, n_bytes).map(|()| Vec::new()),
        Route::Bridge | Route::Fallback => {
            let way = if from == 0 { "mts" } else { "stm" };
            let suffix = if route == Route::Fallback { "_fb" } else { "" };
            let [dest_is_wide, src_is_wide] = [shape.is_wide[to], shape.is_wide[from]];
            let args =
                [val(dest, dest_is_wide), val(src, src_is_wide), val(n_bytes, sizes_are_wide)];
            link.invoke(&format!("side.{way}_memcpy{suffix}"), &args)
        }
    };
    let is_inside =
        |addr: u64, len: usize| addr.checked_add(n_bytes).is_some_and(|end| end <= len as u64);
    match is_inside(src, model[from].len()) && is_inside(dest, model[to].len()) {
        true => {
            outcome.unwrap_or_else(|error| panic!("{step:?} in {shape:?}: {error}"));
            let (src, dest, n_bytes) = (src as usize, dest as usize, n_bytes as usize);
            let copied = model[from][src..src + n_bytes].to_vec();
            model[to][dest..dest + n_bytes].copy_from_slice(&copied);
            true
        }
        false => {
            let error = outcome.expect_err("a range is out of bounds");
            assert_eq!(error.code(), Code::MemoryError, "{step:?} in {shape:?}: {error}");
            assert_eq!(error.is_trap(), route != Route::Host, "{error}");
            judge::check_error(&error);
            route == Route::Host
        }
    }
}

fn grow(link: &mut Link<()>, model: &mut [Vec<u8>; 2], idx: usize, n_pages: u64) {
    let n_before = model[idx].len() as u64 / PAGE_BYTES;
    let mut memory = link.memory(NAMES[idx]).expect("it has a memory");
    match (memory.grow(n_pages), n_before + n_pages <= MAX_PAGES) {
        (Ok(found), true) => {
            assert_eq!(found, n_before);
            model[idx].resize(((n_before + n_pages) * PAGE_BYTES) as usize, 0);
        }
        (Err(error), false) => assert_eq!(error.code(), Code::LimitExceeded, "{error}"),
        (found, fits) => panic!("{n_pages} more pages answer {found:?}, fits: {fits}"),
    }
}

fn addr_of(place: Place, len: usize, n_bytes: u64) -> u64 {
    let len = len as u64;
    match place {
        Place::Start(offset) => offset.into(),
        Place::End(delta) => len.wrapping_add_signed(delta.into()),
        Place::SizeBelowEnd(delta) => len.wrapping_sub(n_bytes).wrapping_add_signed(delta.into()),
        Place::Power(which, delta) => power(which).wrapping_add_signed(delta.into()),
        Place::Any(addr) => addr,
    }
}

fn bytes_of(size: Size) -> u64 {
    match size {
        Size::Small(n) => n.into(),
        Size::Bytes(n) => (n % (5 * PAGE_BYTES as u32)).into(),
        Size::Power(which, delta) => power(which).wrapping_add_signed(delta.into()),
    }
}

/// Where signed and wrapping arithmetic goes wrong.
fn power(which: u8) -> u64 {
    [1 << 31, 1 << 32, 1 << 63, 0][usize::from(which % 4)]
}

fn truncated(number: u64, is_wide: bool) -> u64 {
    if is_wide { number } else { number & u64::from(u32::MAX) }
}

fn val(number: u64, is_wide: bool) -> Val {
    match is_wide {
        true => Val::I64(number.cast_signed()),
        false => Val::I32((number as u32).cast_signed()),
    }
}

fn link(shape: Shape) -> Link<()> {
    static MODULES: Mutex<Option<HashMap<String, Module>>> = Mutex::new(None);
    let module = |text: String| {
        let mut modules = MODULES.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        let parse = |text: &String| Module::from_bytes(text.as_bytes()).expect("it is valid");
        modules.get_or_insert_default().entry(text).or_insert_with_key(parse).clone()
    };
    let width = |idx: usize| if shape.is_wide[idx] { "i64" } else { "i32" };
    let size = if shape.is_wide == [true, true] { "i64" } else { "i32" };
    let memory = |idx: usize| {
        let (width, n_pages) = (width(idx), shape.n_pages[idx] % 4);
        format!(r#"(memory (export "memory") {width} {n_pages} {MAX_PAGES})"#)
    };
    let mut copies = String::new();
    for (way, to, from) in [("mts", 1, 0), ("stm", 0, 1)] {
        for suffix in ["", "_fb"] {
            let name = format!("{way}_memcpy{suffix}");
            let params = format!("(param {} {} {size})", width(to), width(from));
            copies += &format!(r#"(func (export "{name}") (import "env" "{name}") {params})"#);
        }
    }
    let main = module(format!("(module {})", memory(0)));
    let side = module(format!("(module {copies} {})", memory(1)));
    let plan = judge::broker().main("main", main).side("side", side).plan();
    plan.and_then(|plan| plan.instantiate(())).expect("the pair is sound")
}
