//! Our own mains and libraries, a folder `tests/dylink/cases/NAME` each.
//!
//! `case.txt` says in its first lines why the case is there, and then, line by line:
//!
//! ```text
//! main: main1 | main2 -O3        the ways to build a module, from `ways.txt`, and flags to add;
//! side: side1                    each combination of all modules' ways is a test
//! libyaml: npm php-wasm-yaml libyaml.so     a file of a package in `tests/tools/packages.txt`
//! ring: emcc … && emcc …         commands of their own, for a module that has no common way
//! loads: side                    the libraries that main needs at the start
//! sources: integers              the sources are those of another case
//! ```
//!
//! and what `tests/tools/expected.rs` understands. The source of a module has the module's name.
//! Node runs what emscripten made JavaScript for, and must print likewise.

use crate::tools::expected::Expected;
use crate::tools::find::{PRELUDE, Tools};
use crate::tools::keep::{Recipe, copy_files, once};
use crate::tools::packages::package;
use crate::tools::suite::Suite;
use crate::tools::{run, shown, wasm_broker, words};
use libtest_mimic::Failed;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

/// The module that the command line is given.
const MAIN: &str = "main";
/// The way of a file that is there already: `npm PACKAGE FILE`.
const FROM_PACKAGE: &str = "npm";
/// What a way begins with that is a command, needed in one case only.
const COMPILERS: [&str; 2] = ["emcc", "zig"];

/// How modules may be built.
#[derive(Default)]
struct Way {
    /// By the extension of the source.
    commands: BTreeMap<String, String>,
    /// What it adds to what a case says of a run.
    expected: Expected,
    /// The way that others see it built, where it is not this one.
    interface: Option<String>,
}

struct Case {
    name: String,
    folder: PathBuf,
    /// The ways to build each module, by its name: the way and further flags.
    modules: BTreeMap<String, Vec<String>>,
    loads: Vec<String>,
    expected: Expected,
}

/// A case with one way for each module.
struct Link {
    case: Arc<Case>,
    /// The commands that build each module, by its name.
    commands: BTreeMap<String, Vec<String>>,
    /// The same for what others are linked against.
    interfaces: BTreeMap<String, Vec<String>>,
    expected: Expected,
}

/// Adds the tests of all folders.
pub(crate) fn add(suite: &mut Suite, tools: &Arc<Tools>) {
    let ways = ways();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/dylink/cases");
    let entries = std::fs::read_dir(root).unwrap();
    let mut folders: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    for case in folders.into_iter().map(case).map(Arc::new) {
        for choice in choices(&case) {
            let link = link(&case, &ways, &choice);
            let name = format!("{} {}", case.name, shown_choice(&case, &choice));
            let name = name.trim();
            let all = link.commands.values().chain(link.interfaces.values()).flatten();
            let all: Vec<_> = all.cloned().collect();
            let (found, built) = (tools.clone(), tools.clone());
            let find = move || all.iter().try_for_each(|command| find(command, &found));
            suite.add_with(name, find, move |()| check(&link, &built));
        }
    }
}

fn ways() -> BTreeMap<String, Way> {
    let mut ways: BTreeMap<String, Way> = BTreeMap::new();
    let mut current = String::new();
    let lines = include_str!("ways.txt").lines().map(str::trim);
    for line in lines.filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (key, value) = line.split_once(' ').unwrap();
        if key == "way" {
            current = value.to_owned();
            assert!(ways.insert(current.clone(), Way::default()).is_none(), "two ways {value}");
            continue;
        }
        let way = ways.get_mut(&current).unwrap();
        if key == "interface:" {
            way.interface = Some(value.to_owned());
        } else if !way.expected.take(line, "ways.txt") {
            way.commands.insert(key.to_owned(), value.to_owned());
        }
    }
    ways
}

fn case(folder: PathBuf) -> Case {
    let name = folder.file_name().unwrap().to_str().unwrap().to_owned();
    let text = std::fs::read_to_string(folder.join("case.txt")).unwrap();
    let (why, lines) = text.split_once("\n\n").expect("a case says why it is there");
    assert!(why.ends_with('.'), "{name}: why it is there is no sentence");
    let mut case = Case {
        name: name.clone(),
        folder,
        modules: BTreeMap::new(),
        loads: Vec::new(),
        expected: Expected::default(),
    };
    for line in lines.lines().filter(|line| !line.is_empty()) {
        if case.expected.take(line, &name) {
            continue;
        }
        let found = line.split_once(": ");
        let (key, value) = found.unwrap_or_else(|| panic!("{name}: not understood: {line}"));
        if key == "loads" {
            case.loads = words(value);
        } else if key == "sources" {
            case.folder.set_file_name(value);
        } else {
            let ways = value.split(" | ").map(str::to_owned);
            case.modules.entry(key.to_owned()).or_default().extend(ways);
        }
    }
    assert!(case.modules.contains_key(MAIN), "{name}: has no main");
    case
}

/// Every combination of a way for each module.
fn choices(case: &Case) -> Vec<Vec<(&str, &str)>> {
    let mut choices = vec![Vec::new()];
    for (name, ways) in &case.modules {
        let longer = |choice: &Vec<_>, way| [choice.as_slice(), &[(name.as_str(), way)]].concat();
        let all = choices.iter().flat_map(|choice| {
            let ways = ways.iter().map(String::as_str);
            ways.map(|way| longer(choice, way)).collect::<Vec<_>>()
        });
        choices = all.collect();
    }
    choices
}

/// The ways of a choice that has others beside it, with their flags only where these differ.
fn shown_choice(case: &Case, choice: &[(&str, &str)]) -> String {
    let way_name = |said: &str| said.split(' ').next().unwrap_or_default().to_owned();
    let shown = choice.iter().filter(|(name, _)| case.modules[*name].len() > 1);
    let shown = shown.map(|(name, said)| {
        let is_same = |other: &&String| way_name(other) == way_name(said);
        match case.modules[*name].iter().filter(is_same).count() {
            1 => format!("{name}={}", way_name(said)),
            _ => format!("{name}={said}"),
        }
    });
    shown.collect::<Vec<_>>().join(" ")
}

fn link(case: &Arc<Case>, ways: &BTreeMap<String, Way>, choice: &[(&str, &str)]) -> Link {
    let expected = case.expected.clone();
    let (commands, interfaces) = (BTreeMap::new(), BTreeMap::new());
    let mut link = Link { case: case.clone(), commands, interfaces, expected };
    for (name, said) in choice {
        let (way_name, flags) = said.split_once(' ').unwrap_or((said, ""));
        let fill = |text: &str| filled(text, case, name);
        let (commands, interface) = match ways.get(way_name) {
            None if way_name == FROM_PACKAGE || COMPILERS.contains(&way_name) => {
                (split(said), split(said))
            }
            None => panic!("{}: no way {way_name}", case.name),
            Some(way) => {
                let seen = way.interface.as_ref().map_or(way, |name| &ways[name]);
                let words_of_way = way.expected.words.join(" ");
                let added = words(&fill(&words_of_way)).into_iter();
                link.expected.words = added.chain(link.expected.words).collect();
                let why = way.expected.not_in_node.clone();
                link.expected.not_in_node = link.expected.not_in_node.or(why);
                let of = |way| split(&fill(&format!("{} {flags}", command(way, case, name))));
                (of(way), of(seen))
            }
        };
        link.commands.insert((*name).to_owned(), commands);
        link.interfaces.insert((*name).to_owned(), interface);
    }
    link
}

fn split(command: &str) -> Vec<String> {
    command.split(" && ").map(|part| part.trim().to_owned()).collect()
}

/// The command of a way for the source of a module.
fn command<'a>(way: &'a Way, case: &Case, module: &str) -> &'a str {
    let source = source(case, module);
    let extension = source.rsplit_once('.').unwrap().1;
    let command = way.commands.get(extension).or_else(|| way.commands.get("*"));
    command.unwrap_or_else(|| panic!("{}: a way has no command for {source}", case.name))
}

/// A command or an option with what its names stand for.
fn filled(text: &str, case: &Case, module: &str) -> String {
    let loads = case.loads.iter().map(|name| format!("{name}.wasm"));
    let sides = case.loads.iter().map(|name| format!("--side {name}={name}.wasm"));
    text.replace("$SRC", &source(case, module))
        .replace("$NAME", module)
        .replace("$LOADS", &loads.collect::<Vec<_>>().join(" "))
        .replace("$SIDES", &sides.collect::<Vec<_>>().join(" "))
}

/// The file name of a module's source.
fn source(case: &Case, module: &str) -> String {
    let entries = std::fs::read_dir(&case.folder).unwrap();
    let mut names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let found = names.find(|name| name.split_once('.').is_some_and(|(stem, _)| stem == module));
    found.unwrap_or_else(|| panic!("{}: no source of {module}", case.name))
}

/// Whether what this command begins with can be had.
fn find(command: &str, tools: &Tools) -> Result<(), String> {
    match words(command).as_slice() {
        [first, name, _] if first == FROM_PACKAGE => package(name).map(|_| ()),
        _ => tools.of(command).map(|_| ()),
    }
}

/// The folder with what is built for a module.
fn built(link: &Link, module: &str, commands: &[String], tools: &Tools) -> Result<PathBuf, Failed> {
    if let [first, name, file] = words(&commands[0]).as_slice()
        && first == FROM_PACKAGE
    {
        let package = package(name)?;
        let recipe = Recipe::default().with_file(&package.join(file))?;
        return once(file, &recipe, |folder| {
            std::fs::copy(package.join(file), folder.join(file))?;
            Ok(())
        });
    }
    let mut inputs = BTreeMap::new();
    for entry in std::fs::read_dir(&link.case.folder)? {
        let entry = entry?;
        inputs.insert(entry.file_name(), entry.path());
    }
    add_libraries(link, module, commands, tools, &mut inputs)?;
    let mut recipe = Recipe::default();
    for command in commands {
        recipe = recipe.with(command).with(tools.of(command)?.version);
    }
    for input in inputs.values() {
        recipe = recipe.with_file(input)?;
    }
    once(&format!("{}-{module}", link.case.name), &recipe, |folder| {
        build(commands, &inputs, tools, folder)
    })
}

/// Adds the libraries that a module is linked against, and those that these need.
fn add_libraries(
    link: &Link,
    module: &str,
    commands: &[String],
    tools: &Tools,
    inputs: &mut BTreeMap<OsString, PathBuf>,
) -> Result<(), Failed> {
    let words: BTreeSet<String> = commands.iter().flat_map(|command| words(command)).collect();
    for (other, interface) in link.interfaces.iter().filter(|(it, _)| *it != module) {
        if !["wasm", "so"].iter().any(|kind| words.contains(&format!("{other}.{kind}"))) {
            continue;
        }
        for entry in std::fs::read_dir(built(link, other, interface, tools)?)? {
            let entry = entry?;
            inputs.insert(entry.file_name(), entry.path());
        }
        add_libraries(link, other, interface, tools, inputs)?;
    }
    Ok(())
}

/// Carries out commands on copies of what they need, and leaves only what they made.
fn build(
    commands: &[String],
    inputs: &BTreeMap<OsString, PathBuf>,
    tools: &Tools,
    folder: &Path,
) -> Result<(), Failed> {
    for (name, input) in inputs {
        std::fs::copy(input, folder.join(name))?;
    }
    for command in commands {
        let mut tool = tools.of(command)?.command();
        tool.current_dir(folder).args(&words(command)[1..]);
        let output = tool.stdin(Stdio::null()).output()?;
        if !output.status.success() {
            return Err(format!("{command}\nfails: {}", shown(&output)).into());
        }
    }
    for name in inputs.keys() {
        std::fs::remove_file(folder.join(name))?;
    }
    Ok(())
}

/// Runs a link, here and in node.
fn check(link: &Link, tools: &Tools) -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    for (module, commands) in &link.commands {
        copy_files(&built(link, module, commands, tools)?, folder.path())?;
    }
    let expected = &link.expected;
    let mut ours = wasm_broker();
    ours.current_dir(&folder).arg(format!("{MAIN}.wasm")).args(&expected.words);
    let output = run(&mut ours, &expected.stdin)?;
    let script = folder.path().join(format!("{MAIN}.js"));
    // Node first: what it prints is what the expectation has to be.
    if expected.not_in_node.is_none() && script.is_file() {
        std::fs::write(folder.path().join("prelude.cjs"), PRELUDE)?;
        let mut node = Command::new("node");
        node.current_dir(&folder).args(["--require", "./prelude.cjs"]).arg(script);
        node.args(expected.words.iter().skip_while(|word| *word != "--").skip(1));
        expected.agrees("node", &run(&mut node, &expected.stdin)?)?;
    }
    expected.agrees("wasm-broker", &output)?;
    expected.agrees_in_stderr(&output)
}
