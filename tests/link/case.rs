//! One case: links it, runs its script, compares what came of it.

use crate::script;
use std::fmt::Write as _;
use std::path::PathBuf;
use wasm_broker::{
    Broker, Capture, CopyPath, Link, LinkBuilder, Module, Result, Stdio, WasiOptions,
};

/// Every copy path that a case is run with.
pub(crate) const PATHS: [(&str, CopyPath); 2] =
    [("auto", CopyPath::Auto), ("accessors", CopyPath::Accessors)];
/// What the guests of one case may print.
const OUTPUT_BYTES: usize = 1 << 20;
/// A link that every broker can make, however its last link failed.
const SOUND: [(&str, &str); 2] = [
    (
        "main",
        r#"(module (import "side" "get" (func $get (result i32)))
        (func (export "go") (result i32) (call $get)))"#,
    ),
    (
        "side",
        r#"(module (memory 1) (data (i32.const 0) "\2a")
        (func (export "get") (result i32) (i32.load (i32.const 0))))"#,
    ),
];

/// A folder.
pub(crate) struct Case {
    pub(crate) folder: PathBuf,
    pub(crate) name: String,
}

impl Case {
    /// Runs the case; says what is wrong.
    pub(crate) fn run(&self, broker: &Broker, path: CopyPath) -> Result<(), String> {
        self.check_purpose()?;
        let capture = Capture::new(OUTPUT_BYTES, Vec::new());
        let fresh = || self.link(broker, path, &capture);
        if self.name.starts_with("error-") {
            let printed = match fresh() {
                Ok(_) => return Err("the link succeeded".to_owned()),
                Err(printed) => printed,
            };
            check_that_nothing_changed(broker)?;
            self.expect("error.txt", &self.relative(&printed))?;
        } else {
            let calls = self.read("calls.txt").ok_or("there is no calls.txt")?;
            let answered = script::run(&calls, &self.folder, &fresh)?;
            self.expect("calls.txt", &self.relative(&answered))?;
        }
        let printed = String::from_utf8_lossy(&capture.stdout()).into_owned();
        match self.read("stdout.txt") {
            None if printed.is_empty() => Ok(()),
            _ => self.expect("stdout.txt", &printed),
        }
    }

    /// A case without a word on what it is for helps nobody who breaks it.
    fn check_purpose(&self) -> Result<(), String> {
        let (file, comment) = match self.is_manifest() {
            true => ("link.toml", "# "),
            false => ("main.wat", ";; "),
        };
        let text = self.read(file).ok_or_else(|| format!("there is no {file}"))?;
        match text.starts_with(comment) {
            true => Ok(()),
            false => Err(format!("{file} does not begin with `{comment}` and the purpose")),
        }
    }

    /// A text with the folder as it is named here: libraries are found by canonical paths.
    fn relative(&self, text: &str) -> String {
        let real = std::fs::canonicalize(&self.folder).expect("the folder is there");
        text.replace(&*real.to_string_lossy(), &self.folder.to_string_lossy())
    }

    fn is_manifest(&self) -> bool {
        self.folder.join("link.toml").exists()
    }

    /// The link of the case, or all that is printed where it fails.
    fn link(&self, broker: &Broker, path: CopyPath, capture: &Capture) -> Result<Link<()>, String> {
        let printed = |error: wasm_broker::Error| format!("{error}\n");
        let builder = self.builder(broker).map_err(printed)?;
        let builder = builder
            .copy_path(path)
            .wasi_for(None, WasiOptions::new().stdio(Stdio::Capture(capture.clone())));
        let builder = builder.find_needed().map_err(printed)?;
        let draft = builder.draft().map_err(printed)?;
        let errors = builder.errors(&draft);
        if !errors.is_empty() {
            return Err(errors.iter().fold(String::new(), |mut all, error| {
                // Writing to a string cannot fail.
                let _ = writeln!(all, "{error}");
                all
            }));
        }
        builder.plan().and_then(|plan| plan.instantiate(())).map_err(printed)
    }

    fn builder(&self, broker: &Broker) -> Result<LinkBuilder<()>> {
        if self.is_manifest() {
            return broker.open_target(self.folder.join("link.toml"));
        }
        let builder = broker.main("main", Module::from_file(self.folder.join("main.wat"))?);
        self.sides().into_iter().try_fold(builder, |builder, path| {
            let stem = path.file_stem().expect("a file has a name").to_string_lossy().into_owned();
            Ok(builder.side(&stem, Module::from_file(&path)?))
        })
    }

    fn sides(&self) -> Vec<PathBuf> {
        let entries = std::fs::read_dir(&self.folder).expect("the case can be read");
        let paths = entries.map(|entry| entry.expect("an entry can be read").path());
        let is_side = |path: &PathBuf| {
            path.extension().is_some_and(|it| it == "wat") && !path.ends_with("main.wat")
        };
        let mut sides: Vec<_> = paths.filter(is_side).collect();
        sides.sort();
        sides
    }

    fn read(&self, file: &str) -> Option<String> {
        std::fs::read_to_string(self.folder.join(file)).ok()
    }

    /// Compares with a file of the case, or writes it where that is asked for.
    fn expect(&self, file: &str, found: &str) -> Result<(), String> {
        let expected = self.read(file).unwrap_or_default();
        if expected == found {
            return Ok(());
        }
        if std::env::var_os("BLESS").is_some() {
            return std::fs::write(self.folder.join(file), found).map_err(|it| it.to_string());
        }
        let mut report = format!("{file} differs (BLESS=1 accepts)");
        let (mut found, mut expected) = (found.lines(), expected.lines());
        loop {
            let (found, expected) = match (found.next(), expected.next()) {
                (None, None) => return Err(report),
                (found, expected) if found == expected => continue,
                (found, expected) => (found.unwrap_or("(end)"), expected.unwrap_or("(end)")),
            };
            // Writing to a string cannot fail.
            let _ = write!(report, "\n  found    {found}\n  expected {expected}");
        }
    }
}

/// What a failed link leaves behind for others is its broker: that one must be as good as new.
fn check_that_nothing_changed(broker: &Broker) -> Result<(), String> {
    let sound = || -> Result<i32> {
        let [main, side] = SOUND.map(|(name, text)| (name, Module::from_bytes(text.as_bytes())));
        let builder = broker.main(main.0, main.1?).side(side.0, side.1?);
        let mut link = builder.plan()?.instantiate(())?;
        link.func::<(), i32>("go")?.call(&mut link, ())
    };
    match sound() {
        Ok(42) => Ok(()),
        other => Err(format!("after the failed link, a sound one answers {other:?}")),
    }
}
