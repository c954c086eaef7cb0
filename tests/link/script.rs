//! The language of `calls.txt`: one step per line, with what comes of it.
//!
//! ```text
//! # A comment.
//! math.add 1 0x2 -> 3
//! boom -> trap[5002]: wasm trap: wasm `unreachable` instruction executed
//! ---
//! @read math 16 4 -> 01020304
//! ```
//!
//! A name and its arguments call a function; `@` begins a verb of the host (see [`Runner::verb`]).
//! `---` goes on with a fresh link. A word in quotes may hold spaces and Rust's escapes.

use std::collections::HashMap;
use std::path::Path;
use wasm_broker::{Error, FuncPtr, Library, Link, Module, Result, Val};

/// Separates a step from what comes of it.
const ARROW: &str = " -> ";
/// How the message of a guest's access out of bounds begins.
const OUT_OF_BOUNDS: &str = "out of bounds memory access, memory of";
/// Goes on with a fresh link.
const FRESH: &str = "---";
/// What is wrong with a case that only links, which an `error-` case says with its error.
pub(crate) const NO_STEP: &str = "calls.txt has no step, so that the case says nothing of what the \
                                  link does: call at least one of its functions";

/// A link with what the host holds of it.
struct Runner<'a> {
    link: Link<()>,
    folder: &'a Path,
    libraries: HashMap<String, Library>,
    pointers: HashMap<(String, u64), FuncPtr>,
}

/// Runs a script; answers it with what really came of each step.
pub(crate) fn run(
    script: &str,
    folder: &Path,
    fresh: &dyn Fn() -> Result<Link<()>, String>,
) -> Result<String, String> {
    if !script.lines().any(|line| is_step(line.trim())) {
        return Err(NO_STEP.to_owned());
    }
    let start = || -> Result<Runner<'_>, String> {
        let (libraries, pointers) = (HashMap::new(), HashMap::new());
        Ok(Runner { link: fresh()?, folder, libraries, pointers })
    };
    let mut runner = start()?;
    let mut answered = String::new();
    for line in script.lines() {
        let line = line.trim();
        if line == FRESH {
            runner = start()?;
        }
        if !is_step(line) {
            answered.push_str(line);
        } else {
            let step = line.split(ARROW).next().unwrap_or(line).trim_end_matches(" ->");
            answered.push_str(step);
            answered.push_str(ARROW);
            answered.push_str(&match runner.step(&words(step)) {
                Ok(answer) => answer,
                Err(error) => shown(&error),
            });
        }
        answered.push('\n');
    }
    Ok(answered)
}

/// Neither a comment nor a fresh link nor nothing at all.
fn is_step(line: &str) -> bool {
    !line.is_empty() && !line.starts_with('#') && line != FRESH
}

/// An error as a script shows it: its first line, or the guest's own exit.
fn shown(error: &Error) -> String {
    match error.guest_exit() {
        Some(status) => format!("exit {status}"),
        None => format!("{}: {}", error.title(), first_part(error)),
    }
}

/// The message; of a guest's access without the memories, which each copy path names differently.
fn first_part(error: &Error) -> &str {
    match error.message().starts_with(OUT_OF_BOUNDS) && error.is_trap() {
        true => "out of bounds memory access",
        false => error.message(),
    }
}

impl Runner<'_> {
    fn step(&mut self, words: &[String]) -> Result<String> {
        let (first, rest) = words.split_first().expect("a step has a word");
        match first.strip_prefix('@') {
            Some(verb) => self.verb(verb, rest),
            None => self.call(first, rest),
        }
    }

    fn call(&mut self, name: &str, args: &[String]) -> Result<String> {
        let ty = self.link.func_type(name)?;
        let typed: Vec<(&String, _)> = args.iter().zip(&ty.params).collect();
        let values = typed.into_iter().map(|(arg, ty)| Val::parse(arg, ty));
        let results = self.link.invoke(name, &values.collect::<Result<Vec<_>>>()?)?;
        let shown: Vec<String> = results.iter().map(ToString::to_string).collect();
        Ok(if shown.is_empty() { "ok".to_owned() } else { shown.join(" ") })
    }

    /// What the host does: `@run ARG…`, `@copy FROM SRC TO DEST N`, `@read MODULE ADDR N`,
    /// `@write MODULE ADDR TEXT`, `@text MODULE ADDR`, `@size MODULE`, `@grow MODULE PAGES`,
    /// `@rehome FROM POINTER TO`, `@pointer MODULE POINTER ARG` (of a function from i32 to i32),
    /// `@release MODULE POINTER`, `@open NAME FILE`, `@dlopen FILE` and `@dlopen_local FILE` (from
    /// the folders of libraries; the library is called as its file without the ending), `@close
    /// NAME`, `@sources MODULE` (who provides each of its imports), `@trace NAME ARG…` (a call that
    /// fails, with all that is printed, line by line after `|`), `@fails VERB ARG…` (the same of a
    /// verb).
    fn verb(&mut self, verb: &str, words: &[String]) -> Result<String> {
        let text = |idx: usize| words.get(idx).map_or("", String::as_str);
        let number = |idx: usize| parse_number(text(idx));
        let done = Ok("ok".to_owned());
        match verb {
            "trace" => Ok(match self.call(text(0), &words[1..]) {
                Ok(answer) => answer,
                Err(error) => in_one_line(&error),
            }),
            "fails" => Ok(match self.verb(text(0), &words[1..]) {
                Ok(answer) => answer,
                Err(error) => in_one_line(&error),
            }),
            "sources" => Ok(self.sources(text(0))),
            "run" => self.link.run(words).map(|status| format!("exit {status}")),
            "copy" => {
                self.link.copy(text(0), number(1), text(2), number(3), number(4))?;
                done
            }
            "read" => {
                let memory = self.link.memory(text(0))?;
                let bytes = memory.slice(number(1), number(2))?;
                Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
            }
            "write" => {
                self.link.memory(text(0))?.write(number(1), text(2).as_bytes())?;
                done
            }
            "text" => Ok(format!("{:?}", self.link.memory(text(0))?.read_c_str(number(1))?)),
            "size" => Ok(self.link.memory(text(0))?.size_bytes().to_string()),
            "grow" => Ok(self.link.memory(text(0))?.grow(number(1))?.to_string()),
            "rehome" => {
                let pointer = self.link.rehome(text(0), number(1), text(2))?;
                self.pointers.insert((text(2).to_owned(), pointer.slot_idx()), pointer);
                Ok(pointer.slot_idx().to_string())
            }
            "pointer" | "release" => {
                let pointer = self.pointer(text(0), number(1))?;
                if verb == "release" {
                    self.link.release(pointer)?;
                    return done;
                }
                let arg = number(2) as u32;
                Ok(self.link.call_pointer::<u32, u32>(pointer, arg)?.to_string())
            }
            "open" => {
                let module = Module::from_file(self.folder.join(text(1)))?;
                let library = self.link.open_module(text(0), module)?;
                self.libraries.insert(text(0).to_owned(), library);
                done
            }
            "dlopen" | "dlopen_local" => {
                let library = match verb {
                    "dlopen" => self.link.open(text(0))?,
                    _ => self.link.open_local(text(0))?,
                };
                let stem = Path::new(text(0)).file_stem().expect("a file has a name");
                self.libraries.insert(stem.to_string_lossy().into_owned(), library);
                done
            }
            "close" => {
                let library = self.libraries.get(text(0)).copied().expect("it was opened");
                self.link.close(library).map(|kept| format!("{kept} bytes kept"))
            }
            other => panic!("there is no verb @{other}"),
        }
    }

    /// The imports of a module, each with its source and in which way.
    fn sources(&self, module: &str) -> String {
        let table = self.link.plan().table();
        let row = table.modules.into_iter().find(|row| row.name == module);
        let imports = row.expect("there is such a module").imports.into_iter().map(|import| {
            let how =
                if import.how.is_empty() { String::new() } else { format!(" ({})", import.how) };
            format!("{} <- {}{how}", import.name, import.source)
        });
        imports.collect::<Vec<_>>().join("; ")
    }

    /// A pointer that the script has seen before, else one that is asked for now.
    fn pointer(&mut self, module: &str, slot_idx: u64) -> Result<FuncPtr> {
        match self.pointers.get(&(module.to_owned(), slot_idx)) {
            Some(pointer) => Ok(*pointer),
            None => self.link.rehome(module, slot_idx, module),
        }
    }
}

fn parse_number(text: &str) -> u64 {
    let parsed = match text.strip_prefix("0x") {
        Some(digits) => u64::from_str_radix(digits, 16),
        None => text.parse(),
    };
    parsed.unwrap_or_else(|_| panic!("`{text}` is not a number"))
}

/// All that is printed of an error, its lines after `|`.
fn in_one_line(error: &Error) -> String {
    error.to_string().lines().map(spaceless).collect::<Vec<_>>().join(" | ")
}

/// A line without the spaces that only lay it out.
fn spaceless(line: &str) -> String {
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words of a step.
fn words(step: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = step.trim();
    while !rest.is_empty() {
        let (word, after) = match rest.strip_prefix('"') {
            Some(quoted) => quoted_word(quoted),
            None => {
                let (word, after) = rest.split_once(' ').unwrap_or((rest, ""));
                (word.to_owned(), after)
            }
        };
        words.push(word);
        rest = after.trim_start();
    }
    words
}

/// The word up to the closing quote, and what follows it.
fn quoted_word(text: &str) -> (String, &str) {
    let mut word = String::new();
    let mut chars = text.char_indices();
    while let Some((idx, c)) = chars.next() {
        match c {
            '"' => return (word, &text[idx + 1..]),
            '\\' => match chars.next() {
                Some((_, 'n')) => word.push('\n'),
                Some((_, '0')) => word.push('\0'),
                Some((at, 'u')) => {
                    let digits = text[at + 2..].split('}').next().unwrap_or("");
                    let code = u32::from_str_radix(digits, 16).expect("an escape is hexadecimal");
                    word.push(char::from_u32(code).expect("an escape is a character"));
                    for _ in 0..digits.len() + 2 {
                        chars.next();
                    }
                }
                Some((_, c)) => word.push(c),
                None => panic!("a word ends in a backslash"),
            },
            c => word.push(c),
        }
    }
    panic!("a word has no closing quote")
}
