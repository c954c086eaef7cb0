//! The compilers, each looked for once and only when a case asks for it.

use super::keep::kept;
use super::said;
use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

/// Removes `fetch` before emscripten's JavaScript looks for it: where there is one, older versions
/// believe that they are in a browser, and ask it for a file by its path.
pub(crate) const PRELUDE: &str = "delete globalThis.fetch;\n";
/// Where Debian keeps the node packages of emcc.
const DEBIAN_NODE_PATH: &str = "/usr/share/nodejs";

/// A compiler.
#[derive(Clone, Debug)]
pub(crate) struct Tool {
    /// The words that run it.
    pub(crate) program: Vec<String>,
    pub(crate) version: String,
    /// The option that says where to write, and the name of the file to write.
    pub(crate) output: [&'static str; 2],
}

/// What was found so far.
#[derive(Default)]
pub(crate) struct Tools {
    emscripten: OnceLock<Result<Tool, String>>,
    zig: OnceLock<Result<Tool, String>>,
    assemblyscript: OnceLock<Result<Tool, String>>,
}

impl Tools {
    /// The compiler that this command begins with, or why it cannot be had.
    pub(crate) fn of(&self, command: &str) -> Result<Tool, String> {
        match command.split_whitespace().next() {
            Some(name @ ("emcc" | "em++" | "emar")) => {
                let tool = self.emscripten.get_or_init(emscripten).clone()?;
                Ok(Tool { program: vec![name.to_owned()], ..tool })
            }
            Some("zig") => self.zig.get_or_init(zig).clone(),
            Some("asc") => self.assemblyscript.get_or_init(assemblyscript).clone(),
            _ => panic!("no compiler is known that is run like this: {command}"),
        }
    }
}

impl Tool {
    /// The command that runs it.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(&self.program[0]);
        command.args(&self.program[1..]);
        with_node_path(&mut command);
        command
    }
}

/// Emscripten, AssemblyScript and packages need it.
pub(crate) fn node() -> Result<String, String> {
    said(Command::new("node").arg("--version")).map_err(|_| "node is not installed".to_owned())
}

/// The folder of emscripten's own tests, which Debian installs with the compiler.
pub(crate) fn emscripten_tests() -> Result<PathBuf, String> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let compilers = std::env::split_paths(&path).map(|folder| folder.join("emcc"));
    let roots = compilers.filter_map(|it| Some(it.canonicalize().ok()?.parent()?.to_owned()));
    let mut folders = roots.flat_map(|root| ["tests", "test"].map(|name| root.join(name)));
    folders
        .find(|folder| folder.join("test_core.py").is_file())
        .ok_or_else(|| "emscripten's own tests are not installed beside emcc".to_owned())
}

fn emscripten() -> Result<Tool, String> {
    node()?;
    let version = said(with_node_path(Command::new("em++").arg("--version")))
        .map_err(|_| "emscripten is not installed".to_owned())?;
    Ok(Tool { program: Vec::new(), version, output: ["-o", "module.js"] })
}

fn zig() -> Result<Tool, String> {
    let ways: [&[&str]; 2] = [&["zig"], &["python3", "-m", "ziglang"]];
    let found = ways.into_iter().find_map(|way| {
        let version = said(Command::new(way[0]).args(&way[1..]).arg("version")).ok()?;
        let program = way.iter().map(ToString::to_string).collect();
        Some(Tool { program, version, output: ["-o", "module.wasm"] })
    });
    found.ok_or_else(|| "zig is not installed".to_owned())
}

/// The version that the examples are made with, fetched once.
fn assemblyscript() -> Result<Tool, String> {
    node()?;
    let pins = include_str!("../../examples/toolchain.sh");
    let (_, rest) = pins.split_once("ASSEMBLYSCRIPT_VERSION=").unwrap();
    let version = rest.split_whitespace().next().unwrap().to_owned();
    let folder = kept().join(format!("assemblyscript-{version}"));
    let program = folder.join("node_modules/assemblyscript/bin/asc.js");
    if !program.is_file() {
        std::fs::create_dir_all(&folder).map_err(|cause| cause.to_string())?;
        let mut npm = Command::new("npm");
        npm.args(["install", "--silent", "--no-audit", "--no-fund", "--prefix"]).arg(&folder);
        said(npm.arg(format!("assemblyscript@{version}")))
            .map_err(|_| format!("npm could not fetch assemblyscript {version}"))?;
    }
    let program = vec!["node".to_owned(), program.to_string_lossy().into_owned()];
    Ok(Tool { program, version, output: ["--outFile", "module.wasm"] })
}

pub(crate) fn with_node_path(command: &mut Command) -> &mut Command {
    match std::env::var_os("NODE_PATH") {
        None => command.env("NODE_PATH", DEBIAN_NODE_PATH),
        Some(_) => command,
    }
}
