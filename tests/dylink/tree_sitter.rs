//! Tree-sitter and six grammars from npm in one link, driven as the example `tree_sitter` does it.
//!
//! `snippets/GRAMMAR.txt` and `snippets/GRAMMAR-….txt` are parsed here and, by the same parser, in
//! node, whose loader is of the parser's authors; the trees must be the same.

use crate::example::{load, name_of, parse};
use crate::tools::packages::package;
use crate::tools::suite::Suite;
use crate::tools::{run, shown};
use libtest_mimic::Failed;
use std::path::{Path, PathBuf};
use std::process::Command;
use wasm_broker::{Module, run_on_guest_thread};

const GRAMMARS: [&str; 6] = ["c", "css", "html", "javascript", "json", "python"];
/// Longer than what the parser reads at once.
const N_ITEMS: usize = 20_000;
/// So often are all grammars opened and closed: their data would not fit main's memory together.
const N_ROUNDS: usize = 40;

/// What was fetched.
struct Modules {
    parser: PathBuf,
    /// In the order of [`GRAMMARS`].
    grammars: Vec<PathBuf>,
}

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    suite.add_with("tree-sitter::six grammars in one link", find, |it| parses_as_in_node(&it));
    suite.add_with("tree-sitter::a long text", find, |it| parses_in_parts(&it));
    suite.add_with("tree-sitter::opened and closed", find, |it| opens_and_closes(&it));
}

fn find() -> Result<Modules, String> {
    let parser = package("web-tree-sitter")?;
    let grammar = |name: &&str| {
        let name = format!("tree-sitter-{name}");
        Ok(package(&name)?.join(format!("{name}.wasm")))
    };
    Ok(Modules { parser, grammars: GRAMMARS.iter().map(grammar).collect::<Result<_, String>>()? })
}

/// Each snippet with its grammar.
fn snippets(modules: &Modules) -> Result<Vec<(PathBuf, PathBuf)>, Failed> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/dylink/snippets");
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let name = stem.split('-').next().unwrap_or_default();
        let idx = GRAMMARS.iter().position(|grammar| *grammar == name);
        let idx = idx.ok_or_else(|| format!("there is no grammar for {}", path.display()))?;
        found.push((modules.grammars[idx].clone(), path));
    }
    found.sort();
    match found.len() >= GRAMMARS.len() {
        true => Ok(found),
        false => Err("a grammar has no snippet".into()),
    }
}

fn parses_as_in_node(modules: &Modules) -> Result<(), Failed> {
    let snippets = snippets(modules)?;
    let mut node = Command::new("node");
    node.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/dylink/tree_sitter.cjs"));
    node.arg(modules.parser.join("web-tree-sitter.cjs"));
    node.args(snippets.iter().flat_map(|(grammar, text)| [grammar, text]));
    let output = run(&mut node, "")?;
    if !output.status.success() {
        return Err(format!("node fails: {}", shown(&output)).into());
    }
    let of_node = String::from_utf8(output.stdout)?;
    let ours = in_guest_thread(|| {
        let mut link = load(&modules.parser.join("web-tree-sitter.wasm"), &modules.grammars)?;
        let parse = |(grammar, text): &(PathBuf, PathBuf)| {
            let text = std::fs::read_to_string(text).expect("a snippet can be read");
            parse(&mut link, &name_of(grammar), &text)
        };
        snippets.iter().map(parse).collect::<wasm_broker::Result<Vec<_>>>()
    })?;
    for ((_, text), (ours, node)) in snippets.iter().zip(ours.iter().zip(of_node.lines())) {
        if ours != node {
            return Err(format!("{}:\n  node {node}\n  here {ours}", text.display()).into());
        }
    }
    match ours.len() == of_node.lines().count() {
        true => Ok(()),
        false => Err(format!("node parsed other snippets:\n{of_node}").into()),
    }
}

/// A text that the parser reads in many parts, and whose tree needs more memory than main begins
/// with.
fn parses_in_parts(modules: &Modules) -> Result<(), Failed> {
    let text = format!("[{}0]", "0, ".repeat(N_ITEMS - 1));
    let tree = in_guest_thread(|| {
        let mut link = load(&modules.parser.join("web-tree-sitter.wasm"), &modules.grammars)?;
        parse(&mut link, "tree_sitter_json", &text)
    })?;
    match tree == format!("(document (array{}))", " (number)".repeat(N_ITEMS)) {
        true => Ok(()),
        false => Err(format!("{} bytes that begin with {:.100}", tree.len(), tree).into()),
    }
}

/// Grammars come and go while the link runs; what they took of main's memory is given back.
fn opens_and_closes(modules: &Modules) -> Result<(), Failed> {
    let grammars =
        modules.grammars.iter().map(|path| Ok((name_of(path), Module::from_file(path)?)));
    let grammars = grammars.collect::<wasm_broker::Result<Vec<_>>>();
    let grammars = grammars.map_err(|error| error.to_string())?;
    let sizes = in_guest_thread(|| {
        let mut link = load(&modules.parser.join("web-tree-sitter.wasm"), &[])?;
        let mut sizes = Vec::new();
        for _ in 0..N_ROUNDS {
            for (name, grammar) in &grammars {
                let library = link.open_module(name, grammar.clone())?;
                parse(&mut link, name, "a")?;
                link.close(library)?;
                assert!(parse(&mut link, name, "a").is_err(), "{name} is closed");
            }
            sizes.push(link.memory("parser")?.size_bytes());
        }
        Ok(sizes)
    })?;
    // Parsers and trees are left behind here, the grammars' tables would be a hundred times more.
    match sizes.last().zip(sizes.first()).is_some_and(|(last, first)| last - first < 1 << 20) {
        true => Ok(()),
        false => Err(format!("main's memory grows: {sizes:?}").into()),
    }
}

fn in_guest_thread<R: Send>(
    f: impl FnOnce() -> wasm_broker::Result<R> + Send,
) -> Result<R, Failed> {
    let outcome = run_on_guest_thread(f).map_err(|error| Failed::from(error.to_string()))?;
    outcome.map_err(|error| Failed::from(error.to_string()))
}
