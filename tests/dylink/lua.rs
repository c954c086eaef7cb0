//! Lua as npm's `wasmoon` has it: a static program that exports the C interface of Lua, and whose
//! errors are longjmps through `invoke_vii`. The programs in `programs/` print here what they print
//! in node, by the JavaScript of the package.

use crate::tools::packages::package;
use crate::tools::suite::Suite;
use crate::tools::{run, shown};
use libtest_mimic::Failed;
use std::path::{Path, PathBuf};
use std::process::Command;
use wasm_broker::{Broker, Capture, Link, Module, Result, Stdio, WasiOptions, run_on_guest_thread};

/// More than all programs print.
const MAX_PRINTED_BYTES: usize = 1 << 16;
/// The result of Lua's functions that went well (lua.h, `LUA_OK`).
const OK: i32 = 0;
/// As many results as there are (lua.h, `LUA_MULTRET`).
const ALL_RESULTS: i32 = -1;

/// Adds a test for each program.
pub(crate) fn add(suite: &mut Suite) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/dylink/programs");
    let entries = std::fs::read_dir(folder).unwrap();
    let mut programs: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    programs.sort();
    for program in programs {
        let name = format!("lua::{}", program.file_name().unwrap().to_string_lossy());
        suite.add_with(&name, || package("wasmoon"), move |lua| prints_as_in_node(&lua, &program));
    }
}

fn prints_as_in_node(package: &Path, program: &PathBuf) -> std::result::Result<(), Failed> {
    let mut node = Command::new("node");
    node.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/dylink/lua.cjs"));
    node.arg(package.join("dist/index.js")).arg(program);
    let output = run(&mut node, "")?;
    if !output.status.success() {
        return Err(format!("node fails: {}", shown(&output)).into());
    }
    let of_node = String::from_utf8(output.stdout)?;
    let text = std::fs::read_to_string(program)?;
    let ours = run_on_guest_thread(|| printed(&package.join("dist/glue.wasm"), &text));
    let ours = ours.map_err(|error| error.to_string())?.map_err(|error| error.to_string())?;
    match ours == of_node {
        true => Ok(()),
        false => Err(format!("node prints:\n{of_node}here:\n{ours}").into()),
    }
}

/// What a program prints; if it fails, then also why.
fn printed(lua: &Path, program: &str) -> Result<String> {
    let output = Capture::new(MAX_PRINTED_BYTES, "");
    let wasi = WasiOptions::new().stdio(Stdio::Capture(output.clone()));
    let builder = Broker::new()?.main::<()>("main", Module::from_file(lua)?);
    let mut link = builder.wasi_for(None, wasi).plan()?.instantiate(())?;
    let failure = interpreted(&mut link, program)?;
    link.func::<u32, i32>("fflush")?.call(&mut link, 0)?;
    Ok(String::from_utf8_lossy(&output.stdout()).into_owned() + &failure.unwrap_or_default())
}

/// Runs a program; its error, if it has one.
fn interpreted(link: &mut Link<()>, program: &str) -> Result<Option<String>> {
    let state = link.func::<(), u32>("luaL_newstate")?.call(link, ())?;
    link.func::<u32, ()>("luaL_openlibs")?.call(link, state)?;
    let n_bytes = program.len() as u32;
    let text = link.func::<u32, u32>("malloc")?.call(link, n_bytes + 1)?;
    link.memory("main")?.write(text, program.as_bytes())?;
    link.memory("main")?.write(text + n_bytes, &[0])?;
    let load = link.func::<(u32, u32, u32, u32, u32), i32>("luaL_loadbufferx")?;
    let mut status = load.call(link, (state, text, n_bytes, text, 0))?;
    if status == OK {
        let call = link.func::<(u32, i32, i32, i32, i32, u32), i32>("lua_pcallk")?;
        status = call.call(link, (state, 0, ALL_RESULTS, 0, 0, 0))?;
    }
    if status == OK {
        return Ok(None);
    }
    let message = link.func::<(u32, i32, u32), u32>("lua_tolstring")?.call(link, (state, -1, 0))?;
    Ok(Some(link.memory("main")?.read_c_str(message)?))
}
