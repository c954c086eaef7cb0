//! The language of a case.
//!
//! ```text
//! ;; What it tries, in a sentence or more.
//! ;; limits: memory=1MiB fuel=1000       of the Rust API
//! ;; setup: symlink ../out lib/link.wat  also: folder, fifo, file NAME TEXT,
//! ;;                                     zeros NAME BYTES
//! ;; generate: main.wasm many-locals 50000
//! ;; stacks: 256 1024 unlimited          `ulimit -s` and RUST_MIN_STACK, in KiB; `too-large`: only
//! ;;                                     threads that say how much they need can be made
//! ;; rss: 512                            MiB that a child may have, in place of the usual
//! ;; within: 5                           seconds that a child may take, in place of the usual
//! ;; cli: run @ --invoke go              `@` is all modules: main, then `-s` for each side
//! ;; expect: trap[5006]                  or `error[…]`, `exit N`, `ok`
//! ;; says: out of bounds                 some part of what is printed
//! ;; link: error[5012]                   through the Rust API
//! ;; calls:                              through the Rust API, the language of `link/script.rs`
//! ;;   go 1 -> trap[5006]
//! ;; native: host-panics -> error[5030]  a host program of `native.rs`
//! (module …)                             main.wat
//! ;;== side.wat                          a further file: another module, a link.toml, …
//! (module …)
//! ```

use std::path::Path;

/// Begins a further file of a case.
const FILE_MARK: &str = ";;== ";
/// Goes on with a fresh link.
const FRESH: &str = "---";
/// MiB of memory that a child may have: what the engine itself takes in a build for tests, and
/// room for what the default limits allow a small module.
const RSS_MIB: u64 = 600;
/// Seconds that a child may take: far more than any needs on a machine with other work to do.
const SECONDS: u64 = 30;

/// A case as it was read.
#[derive(Debug, Default)]
pub(crate) struct Case {
    pub(crate) files: Vec<(String, String)>,
    pub(crate) setup: Vec<Vec<String>>,
    pub(crate) generated: Vec<Vec<String>>,
    pub(crate) limits: Vec<(String, String)>,
    pub(crate) stacks: Vec<String>,
    pub(crate) rss_mib: u64,
    pub(crate) seconds: u64,
    pub(crate) steps: Vec<Step>,
}

/// What is done, and what has to come of it.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub(crate) kind: Kind,
    pub(crate) expected: String,
    pub(crate) says: Vec<String>,
}

#[derive(Clone, Debug)]
pub(crate) enum Kind {
    /// The program with these arguments.
    Cli(Vec<String>),
    /// A link through the library, which fails.
    Link,
    /// Calls through the library: each line with the beginning of its answer.
    Calls(Vec<(String, String)>),
    /// A host program.
    Native(String),
}

impl Case {
    /// Reads a file.
    pub(crate) fn read(path: &Path) -> Result<Self, String> {
        let text = std::fs::read_to_string(path).map_err(|cause| cause.to_string())?;
        let mut case = Self { rss_mib: RSS_MIB, seconds: SECONDS, ..Self::default() };
        let mut has_purpose = false;
        let mut lines = text.lines().peekable();
        while let Some(line) = lines.next_if(|it| it.starts_with(";;") && !is_mark(it)) {
            let line = line.trim_start_matches(';');
            has_purpose |= case.header(line, has_purpose)?;
        }
        let mut name = "main.wat".to_owned();
        let mut body = String::new();
        for line in lines {
            match line.strip_prefix(FILE_MARK) {
                Some(next) => case.push(std::mem::replace(&mut name, next.to_owned()), &mut body),
                None => body = body + line + "\n",
            }
        }
        case.push(name, &mut body);
        match (has_purpose, case.steps.is_empty()) {
            (false, _) => Err("the case does not begin with `;; ` and what it tries".to_owned()),
            (_, true) => Err("the case does nothing".to_owned()),
            _ => Ok(case),
        }
    }

    fn push(&mut self, name: String, body: &mut String) {
        let body = std::mem::take(body);
        if !body.trim().is_empty() || !name.ends_with(".wat") {
            self.files.push((name, body));
        }
    }

    /// Takes one line of the header; answers whether it is of the purpose.
    fn header(&mut self, line: &str, has_purpose: bool) -> Result<bool, String> {
        if let (true, Some(Step { kind: Kind::Calls(calls), .. })) =
            (line.starts_with("   "), self.steps.last_mut())
        {
            let (call, answer) = match line.trim() {
                FRESH => (FRESH, FRESH),
                line => line.split_once(" -> ").ok_or("a call has no answer")?,
            };
            calls.push((call.to_owned(), answer.to_owned()));
            return Ok(false);
        }
        let line = line.trim();
        let (key, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.trim();
        let words = || value.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        match key {
            "limits" => {
                let pairs = words();
                let pairs = pairs.iter().filter_map(|pair| pair.split_once('='));
                self.limits.extend(pairs.map(|(key, value)| (key.to_owned(), value.to_owned())));
            }
            "setup" => self.setup.push(words()),
            "generate" => self.generated.push(words()),
            "stacks" => self.stacks = words(),
            "rss" => self.rss_mib = value.parse().map_err(|_| "rss is a number".to_owned())?,
            "within" => {
                self.seconds = value.parse().map_err(|_| "within is a number".to_owned())?;
            }
            "cli" => self.step(Kind::Cli(words()), ""),
            "link" => self.step(Kind::Link, value),
            "calls" => self.step(Kind::Calls(Vec::new()), "ok"),
            "native" => {
                let (name, expected) = value.split_once(" -> ").ok_or("no answer")?;
                self.step(Kind::Native(name.to_owned()), expected);
            }
            "expect" => self.last()?.expected = value.to_owned(),
            "says" => self.last()?.says.push(value.to_owned()),
            _ if has_purpose && !self.steps.is_empty() => {
                return Err(format!("`{line}` is no part of a case"));
            }
            _ => return Ok(!line.is_empty()),
        }
        Ok(false)
    }

    fn step(&mut self, kind: Kind, expected: &str) {
        self.steps.push(Step { kind, expected: expected.to_owned(), says: Vec::new() });
    }

    fn last(&mut self) -> Result<&mut Step, String> {
        self.steps.last_mut().ok_or_else(|| "nothing is done yet".to_owned())
    }

    /// The names of the modules, main first: those that lie beside it.
    pub(crate) fn modules(&self) -> Vec<String> {
        let generated = self.generated.iter().map(|words| words[0].clone());
        let written = self.files.iter().map(|(name, _)| name.clone());
        let is_module = |name: &String| {
            !name.contains('/') && (name.ends_with(".wat") || name.ends_with(".wasm"))
        };
        let mut names: Vec<_> = written.chain(generated).filter(is_module).collect();
        names.sort_by_key(|name| !name.starts_with("main."));
        names
    }

    /// Whether a manifest says what is linked.
    pub(crate) fn has_manifest(&self) -> bool {
        self.files.iter().any(|(name, _)| name == "link.toml")
    }
}

fn is_mark(line: &str) -> bool {
    line.starts_with(FILE_MARK)
}
