//! The two modules between whose memories a case copies, as text.

use crate::bridge_name;
use crate::copy_model::{Direction, MAX_PAGES, Shape};

/// The sizes that have a function of their own.
const FIXED_SIZES: [u64; 4] = [1, 2, 4, 8];
const DIRECTIONS: [Direction; 2] = [Direction::MainToSide, Direction::SideToMain];

/// The words of a memory type after `memory`, and the type of its addresses.
fn words(is_wide: bool) -> (&'static str, &'static str) {
    if is_wide { ("i64", "i64") } else { ("", "i32") }
}

/// What both modules import: the parameters of a copy each way.
fn copy_params(shape: Shape, direction: Direction, is_fixed: bool) -> String {
    let [main, side] = [shape.main_is_wide, shape.side_is_wide].map(|is_wide| words(is_wide).1);
    let size = if is_fixed { "" } else { words(shape.main_is_wide && shape.side_is_wide).1 };
    match direction {
        Direction::MainToSide => format!("(param {side} {main} {size})"),
        Direction::SideToMain => format!("(param {main} {side} {size})"),
    }
}

/// Every copy function: its direction, and its size where that is fixed.
pub(crate) fn functions() -> impl Iterator<Item = (Direction, Option<u64>)> {
    let sizes = || std::iter::once(None).chain(FIXED_SIZES.map(Some));
    DIRECTIONS.into_iter().flat_map(move |direction| sizes().map(move |size| (direction, size)))
}

/// Main: imports by `rb:side`, asks for pointers, calls them. In half of the aliased cases it
/// imports the side's memory, in the others the side imports main's.
pub(crate) fn main_text(shape: Shape) -> String {
    let (width, address) = words(shape.main_is_wide);
    let n_pages = shape.n_main_pages;
    let mut text = String::from("(module ");
    for (direction, size) in functions() {
        let digits = size.map(|size| size.to_string()).unwrap_or_default();
        let stem = match direction {
            Direction::MainToSide => "memcpy_to",
            Direction::SideToMain => "memcpy_from",
        };
        let (export, params) =
            (bridge_name(direction, size), copy_params(shape, direction, size.is_some()));
        for suffix in ["", "_fb"] {
            text += &format!(
                r#"(func (export "{export}{suffix}")
                    (import "rb:side" "{stem}{digits}{suffix}") {params})"#
            );
        }
    }
    text += &format!(
        r#"(import "env" "rb_bridge" (func $rb_bridge (param i32 {address}) (result {address})))"#
    );
    text += &match side_owns(shape) {
        true => format!(r#"(import "side" "memory" (memory {width} 0 {MAX_PAGES}))"#),
        false => format!(r#"(memory (export "memory") {width} {n_pages} {MAX_PAGES})"#),
    };
    let wrap = if shape.main_is_wide { "(i32.wrap_i64 (local.get 0))" } else { "(local.get 0)" };
    text += &format!(
        r#"(table 1 funcref)
        (type $bridge (func (param i32 {address}) (result {address})))
        (func (export "ask") (param i32 {address}) (result {address})
            (call $rb_bridge (local.get 0) (local.get 1)))
        (func (export "ask_by") (param {address} i32 {address}) (result {address})
            (call_indirect (type $bridge) (local.get 1) (local.get 2) {wrap}))"#
    );
    for direction in DIRECTIONS {
        for (name, is_fixed, n_params) in [("call", false, 4), ("call_fixed", true, 3)] {
            let name = format!("{name}_{}", bridge_name(direction, None));
            let params = copy_params(shape, direction, is_fixed);
            let gets: String = (1..n_params).map(|idx| format!("(local.get {idx})")).collect();
            text += &format!(
                r#"(type ${name} (func {params}))
                (func (export "{name}") (param {address}) {params}
                    (call_indirect (type ${name}) {gets} {wrap}))"#
            );
        }
    }
    text + ")"
}

/// Side: imports by the names of the pair.
pub(crate) fn side_text(shape: Shape) -> String {
    let (width, _) = words(shape.side_is_wide);
    let mut text = String::from("(module ");
    for (direction, size) in functions() {
        let (name, params) =
            (bridge_name(direction, size), copy_params(shape, direction, size.is_some()));
        for suffix in ["", "_fb"] {
            text += &format!(
                r#"(func (export "{name}{suffix}") (import "env" "{name}{suffix}") {params})"#
            );
        }
    }
    text += &match (shape.aliased, side_owns(shape)) {
        (true, false) => format!(r#"(import "main" "memory" (memory {width} 0 {MAX_PAGES}))"#),
        (true, true) => {
            format!(r#"(memory (export "memory") {width} {} {MAX_PAGES})"#, shape.n_main_pages)
        }
        (false, _) => {
            format!(r#"(memory (export "memory") {width} {} {MAX_PAGES})"#, shape.n_side_pages)
        }
    };
    text + ")"
}

/// Whether it is main that imports the one memory. The size of the side's memory means nothing
/// then, so it decides.
fn side_owns(shape: Shape) -> bool {
    shape.aliased && shape.n_side_pages % 2 == 1
}
