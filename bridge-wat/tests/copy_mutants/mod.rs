//! The property refuses every flaw that a copy path is likely to get: each mutant is a helper with
//! pieces of its text exchanged.
//!
//! To add one: a line in a table below. A piece that a helper does not say any more fails its test.

use std::panic::{AssertUnwindSafe, catch_unwind};

use bridge_wat::{Simd, Width};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::copy_wasm::{Kit, Path};
use crate::{N_CASES, config, run};

const NARROW: [Width; 2] = [Width::W32, Width::W32];
const WIDE: [Width; 2] = [Width::W64, Width::W64];
const MIXED: [Width; 2] = [Width::W32, Width::W64];

/// Where the push decides which way a large copy goes.
const DIRECTION: &str = "(i64.le_u\n        (i64.extend_i32_u (local.get $dest))";
/// Where the push looks at the end of a large destination, and of a small one.
const PROBE_DEST: &str = "(call $probe_dest (local.get $dest) (local.get $reach))";
const SMALL_DEST_WRAPS: &str =
    "(br_if $not_small (i32.lt_u (local.get $dest_last) (local.get $dest)))";

/// Whether main and side are one memory.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Memories {
    One,
    Two,
}
use Memories::{One, Two};

/// Which text is exchanged.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Part {
    /// The helpers of both ways.
    Helper,
    /// The accessors of main and side.
    Accessor,
}
use Part::{Accessor, Helper};

/// A flaw: its name, where it shows, what is exchanged for what.
struct Mutant {
    name: &'static str,
    widths: [Width; 2],
    memories: Memories,
    part: Part,
    exchanges: Exchanges,
}

type Exchanges = &'static [(&'static str, &'static str)];

/// A flaw of the helpers between two memories of 32 bits.
const fn mutant(name: &'static str, exchanges: Exchanges) -> Mutant {
    Mutant { name, widths: NARROW, memories: Two, part: Helper, exchanges }
}

/// One that shows where the two memories are one.
const fn overlapping(name: &'static str, exchanges: Exchanges) -> Mutant {
    Mutant { memories: One, ..mutant(name, exchanges) }
}

/// One of the accessors.
const fn in_accessor(name: &'static str, exchanges: Exchanges) -> Mutant {
    Mutant { part: Accessor, ..mutant(name, exchanges) }
}

/// One that shows with other widths.
const fn of_widths(widths: [Width; 2], name: &'static str, exchanges: Exchanges) -> Mutant {
    Mutant { widths, ..mutant(name, exchanges) }
}

/// The text with every piece exchanged, one after the other.
fn exchange(name: &str, text: &str, exchanges: &[(&str, &str)]) -> String {
    let mut text = text.to_owned();
    for (piece, exchanged_for) in exchanges {
        assert!(text.contains(piece), "`{name}`: the text does not say `{piece}` any more");
        text = text.replace(piece, exchanged_for);
    }
    text
}

/// A runner that does the same each time, and takes the first case that fails as it is.
fn runner() -> TestRunner {
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    TestRunner::new_with_rng(Config { max_shrink_iters: 0, ..config(N_CASES) }, rng)
}

/// Checks that the property refuses each of the mutants of a path.
fn assert_refused(path: Path, mutants: &[Mutant]) {
    for Mutant { name, widths, memories, part, exchanges } in mutants {
        let texts = path.texts(widths[0], widths[1]).map(|text| match part {
            Helper => exchange(name, text, exchanges),
            Accessor => text.to_owned(),
        });
        let accessor = |text: String| match part {
            Helper => text,
            Accessor => exchange(name, &text, exchanges),
        };
        let kit = Kit::made_of(path, *widths, &texts, accessor);
        // A flaw may also trap in a way that no path may, which panics.
        let property = || run(&kit, *widths, *memories == One, &mut runner());
        let found = catch_unwind(AssertUnwindSafe(property));
        let is_accepted = matches!(found, Ok(Ok(())));
        assert!(!is_accepted, "the property accepts the mutant `{name}` of {path:?}");
    }
}

/// Exchanges two pieces of a text for each other, by way of a third.
macro_rules! swapped {
    ($a:literal, $b:literal) => {
        &[($a, "(;a;)"), ($b, $a), ("(;a;)", $b)]
    };
}

/// Exchanges the number of a constant.
macro_rules! constant {
    ($name:literal, $ty:literal, $old:literal, $new:literal) => {
        &[(
            concat!("(global $", $name, " ", $ty, " (", $ty, ".const ", $old, "))"),
            concat!("(global $", $name, " ", $ty, " (", $ty, ".const ", $new, "))"),
        )]
    };
}

#[test]
fn the_property_refuses_every_mutant_of_the_bridge() {
    let dest_wraps =
        &[("(br_if $any_size (i32.lt_u (local.get $dest_last) (local.get $dest)))", "")];
    let mutants = [
        mutant(
            "low first, 33 to 64",
            swapped!(
                "(f64.store $side offset=8 (local.get $dest_tail) (local.get $tail_8))",
                "(f64.store $side (local.get $dest) (local.get $head_0))"
            ),
        ),
        mutant(
            "low first, 9 to 32",
            swapped!(
                "(i64.store $side (local.get $dest_tail) (local.get $tail_i64))",
                "(i64.store $side (local.get $dest) (local.get $head_i64))"
            ),
        ),
        mutant("dest goes round", dest_wraps),
        mutant("64 are too many", constant!("REACH_OF_64", "i32", "63", "64")),
        mutant("33 are few", constant!("REACH_OF_33", "i32", "32", "33")),
        mutant("9 are few", constant!("REACH_OF_9", "i32", "8", "9")),
        mutant("7 are many", constant!("REACH_OF_9", "i32", "8", "6")),
        mutant("3 are few", constant!("REACH_OF_3", "i32", "2", "3")),
        mutant("inset too far", constant!("UPPER_OF_3_TO_8", "i32", "4", "8")),
        mutant("no inset", constant!("UPPER_OF_9_TO_32", "i32", "16", "0")),
        mutant("short quarter", constant!("QUARTER_16", "i32", "15", "14")),
        overlapping(
            "loads after a store",
            &[(
                "(i64.store $side (local.get $dest) (local.get $head_i64))",
                "(i64.store $side (local.get $dest) (i64.load $main (local.get $src)))",
            )],
        ),
    ];
    assert_refused(Path::Bridge(Simd::Off), &mutants);
}

#[test]
fn the_property_refuses_every_mutant_of_the_bridge_simd() {
    let dest_wraps =
        &[("(br_if $any_size (i32.lt_u (local.get $dest_last) (local.get $dest)))", "")];
    let mutants = [
        mutant(
            "low first, 65 to 128",
            swapped!(
                "(v128.store $side offset=48 (local.get $dest_tail) (local.get $tail_48))",
                "(v128.store $side (local.get $dest) (local.get $head_0))"
            ),
        ),
        mutant(
            "low first, 17 to 64",
            swapped!(
                "(v128.store $side (local.get $dest_tail) (local.get $tail_v128))",
                "(v128.store $side (local.get $dest) (local.get $head_v128))"
            ),
        ),
        mutant(
            "low first, 1 to 4",
            swapped!(
                "(i32.store8 $side (local.get $dest_last) (local.get $tail_i32))",
                "(i32.store8 $side (local.get $dest) (local.get $head_i32))"
            ),
        ),
        mutant("dest goes round", dest_wraps),
        mutant("128 are too many", constant!("REACH_OF_128", "i32", "127", "128")),
        mutant("65 are few", constant!("REACH_OF_65", "i32", "64", "65")),
        mutant("17 are few", constant!("REACH_OF_17", "i32", "16", "17")),
        mutant("15 are many", constant!("REACH_OF_17", "i32", "16", "14")),
        mutant("5 are few", constant!("REACH_OF_5", "i32", "4", "5")),
        mutant("inset too far", constant!("UPPER_OF_5_TO_16", "i32", "8", "16")),
        mutant("no inset", constant!("UPPER_OF_2_TO_4", "i32", "2", "0")),
        mutant("short half", constant!("HALF_64", "i32", "63", "62")),
        overlapping(
            "loads after a store",
            &[(
                "(v128.store $main (local.get $dest) (local.get $head_0))",
                "(v128.store $main (local.get $dest) (v128.load $side (local.get $src)))",
            )],
        ),
    ];
    assert_refused(Path::Bridge(Simd::On), &mutants);
}

#[test]
fn the_property_refuses_every_mutant_of_the_push() {
    let upwards = &[(DIRECTION, "(i64.le_u (i64.const 0)")];
    let downwards = &[(DIRECTION, "(i64.gt_u (i64.const 0)")];
    let mutants = [
        overlapping("always upwards", upwards),
        overlapping("always downwards", downwards),
        mutant("dest not probed", &[(PROBE_DEST, "")]),
        mutant(
            "empty from anywhere",
            &[("(call $probe_src (local.get $src) (local.get $reach))", "")],
        ),
        mutant(
            "large end goes round",
            &[("(if (i32.lt_u (local.get $last) (local.get $address))", "(if (i32.const 0)")],
        ),
        mutant("small end goes round", &[(SMALL_DEST_WRAPS, "")]),
        mutant("65 are few", constant!("REACH_OF_64", "i64", "63", "64")),
        of_widths(WIDE, "33 are few", constant!("REACH_OF_33", "i64", "32", "33")),
        mutant("9 are few", constant!("REACH_OF_9", "i64", "8", "9")),
        mutant("5 are few", constant!("REACH_OF_4", "i64", "3", "5")),
        of_widths(MIXED, "2 are few", constant!("REACH_OF_2", "i64", "1", "2")),
        mutant("inset of its own", constant!("UPPER_OF_9_TO_32", "i64", "16", "0")),
        mutant("quarter too low", constant!("LAST_QUARTER", "i64", "48", "47")),
        overlapping(
            "last chunk loaded late",
            &[
                ("(local $left i64)", "(local $left i64) (local $last_chunk i64)"),
                (
                    "(local.get $kept_0) ",
                    "(f64.load (i32.add (local.get $src) (i32.wrap_i64 (local.get $last_chunk)))) ",
                ),
            ],
        ),
        in_accessor(
            "accessor stores low first",
            swapped!(
                "(f64.store (local.get $tail) (local.get $tail_0))",
                "(f64.store (local.get $head) (local.get $head_0))"
            ),
        ),
    ];
    assert_refused(Path::Push(Simd::Off), &mutants);
}

#[test]
fn the_property_refuses_every_mutant_of_the_push_with_simd() {
    let upwards = &[(DIRECTION, "(i64.le_u (i64.const 0)")];
    let downwards = &[(DIRECTION, "(i64.gt_u (i64.const 0)")];
    let mutants = [
        overlapping("always upwards", upwards),
        overlapping("always downwards", downwards),
        mutant("dest not probed", &[(PROBE_DEST, "")]),
        mutant("small end goes round", &[(SMALL_DEST_WRAPS, "")]),
        mutant("129 are few", constant!("REACH_OF_128", "i64", "127", "128")),
        mutant("33 are few", constant!("REACH_OF_33", "i64", "32", "33")),
        mutant("31 are many", constant!("REACH_OF_33", "i64", "32", "30")),
        mutant("inset of its own", constant!("UPPER_OF_33_TO_128", "i64", "64", "0")),
        mutant("quarter too low", constant!("LAST_QUARTER", "i64", "96", "95")),
        in_accessor(
            "accessor stores low first",
            swapped!(
                "(v128.store offset=16 (local.get $tail) (local.get $tail_16))",
                "(v128.store (local.get $head) (local.get $head_0))"
            ),
        ),
        in_accessor(
            "accessor has another quarter",
            &[(
                "(global $QUARTER_32 i32 (i32.const 31))",
                "(global $QUARTER_32 i32 (i32.const 30))",
            )],
        ),
    ];
    assert_refused(Path::Push(Simd::On), &mutants);
}
