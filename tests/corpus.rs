//! The kept inputs of the fuzz targets, run as ordinary tests: every seed, and what one step of a
//! simple mutation makes of it. `CONTRIBUTING.md` says how the targets are fuzzed for longer.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

#[path = "../fuzz/src/lib.rs"]
mod targets;

use std::path::{Path, PathBuf};
use targets::Target;

/// Where the seeds are, a folder for each target.
const FOLDER: &str = "fuzz/corpus";
/// Changed inputs per seed.
const N_MUTATIONS: u64 = 12;
/// Fewer seeds than this are too few to begin with.
const MIN_SEEDS: usize = 5;

fn target(name: &str) -> &'static Target {
    let found = targets::TARGETS.iter().find(|(known, _)| *known == name);
    found.unwrap_or_else(|| panic!("there is no target `{name}`"))
}

fn seeds(name: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(FOLDER).join(name);
    let entries = std::fs::read_dir(folder).unwrap();
    let mut seeds: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    seeds.sort();
    seeds
}

/// Numbers that are the same each time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n.max(1) as u64) as usize
    }
}

/// One change: a byte, a number, a cut, a piece twice.
fn mutated(seed: &[u8], numbers: &mut Numbers) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    let at = numbers.below(bytes.len());
    match numbers.below(5) {
        0 => bytes.truncate(at),
        1 => bytes.insert(at, numbers.below(256) as u8),
        2 => {
            let end = (at + numbers.below(16)).min(bytes.len());
            let piece = bytes[at..end].to_vec();
            bytes.extend(piece);
        }
        3 => {
            let edges = [0, 1, 0x7f, 0x80, 0xff];
            bytes.iter_mut().skip(at).take(5).for_each(|byte| *byte = edges[numbers.below(5)]);
        }
        _ => bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 1 << numbers.below(8)),
    }
    bytes
}

fn replay(name: &str) {
    let (_, run) = target(name);
    let seeds = seeds(name);
    assert!(seeds.len() >= MIN_SEEDS, "{FOLDER}/{name} has {} seeds", seeds.len());
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    for path in seeds {
        let seed = std::fs::read(&path).unwrap();
        run_one(*run, &seed, &path);
        for _ in 0..N_MUTATIONS {
            run_one(*run, &mutated(&seed, &mut numbers), &path);
        }
    }
}

/// Says with which input it panicked.
fn run_one(run: fn(&[u8]), input: &[u8], path: &Path) {
    let outcome = std::panic::catch_unwind(|| run(input));
    assert!(outcome.is_ok(), "from {}: {input:?}", path.display());
}

#[test]
fn every_target_has_a_driver() {
    for (name, _) in targets::TARGETS {
        let driver = Path::new("fuzz/fuzz_targets").join(name).with_extension("rs");
        assert!(driver.is_file(), "{} is missing", driver.display());
    }
    let drivers = std::fs::read_dir("fuzz/fuzz_targets").unwrap().count();
    assert_eq!(drivers, targets::TARGETS.len());
}

#[test]
fn copies() {
    replay("copies");
}

#[test]
fn dylink() {
    replay("dylink");
}

#[test]
fn link() {
    replay("link");
}

#[test]
fn manifest() {
    replay("manifest");
}

#[test]
fn plan() {
    replay("plan");
}

#[test]
fn registry() {
    replay("registry");
}
