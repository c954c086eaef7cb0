//! Parses files by npm's tree-sitter: `tree_sitter web-tree-sitter.wasm GRAMMAR.wasm FILE…`
#![allow(clippy::print_stdout, reason = "an example shows its results")]

use std::path::{Path, PathBuf};
use wasm_broker::{Broker, Link, Module, Result};

/// A link of the parser and grammars, with the text in UTF-16: it is read by up to 10 KiB of units.
pub fn load(parser: &Path, grammars: &[PathBuf]) -> Result<Link<Vec<u16>>> {
    let mut builder = Broker::new()?
        .main::<Vec<u16>>("parser", Module::from_file(parser)?)
        .host("env", "tree_sitter_parse_callback", |cx, at: (u32, u32, u32, u32, u32)| {
            let (buffer, unit_idx, _row, _column, n_units) = at;
            let rest = cx.data()?.get(unit_idx as usize..).unwrap_or_default();
            let bytes: Vec<u8> = rest.iter().take(5000).flat_map(|it| it.to_le_bytes()).collect();
            cx.memory().write(n_units, &(bytes.len() as u32 / 2).to_le_bytes())?;
            cx.memory().write(buffer, &bytes)
        })
        .host("env", "tree_sitter_log_callback", |_, _: (u32, u32)| Ok(()))
        .host("env", "tree_sitter_progress_callback", |_, _: (u32, u32)| Ok(0))
        .host("env", "tree_sitter_query_progress_callback", |_, _: (u32,)| Ok(0));
    for grammar in grammars {
        builder = builder.side(&name_of(grammar), Module::from_file(grammar)?);
    }
    builder.plan()?.instantiate(Vec::new())
}

/// The S-expression of a text. A grammar's function is called as the grammar is.
pub fn parse(link: &mut Link<Vec<u16>>, grammar: &str, text: &str) -> Result<String> {
    *link.data()? = text.encode_utf16().collect();
    let language = link.func::<(), u32>(&format!("{grammar}.{grammar}"))?.call(link, ())?;
    let shared = link.func::<(), u32>("ts_init")?.call(link, ())?;
    link.func::<(), ()>("ts_parser_new_wasm")?.call(link, ())?;
    let mut made = [0; 8];
    link.memory("parser")?.read(shared, &mut made)?;
    let [parser, input] = [0, 32].map(|bit| (u64::from_le_bytes(made) >> bit) as u32);
    link.func::<(u32, u32), u32>("ts_parser_set_language")?.call(link, (parser, language))?;
    let parse = link.func::<(u32, u32, u32, u32, u32), u32>("ts_parser_parse_wasm")?;
    let tree = parse.call(link, (parser, input, 0, 0, 0))?;
    link.func::<u32, ()>("ts_tree_root_node_wasm")?.call(link, tree)?;
    let text = link.func::<u32, u32>("ts_node_to_string_wasm")?.call(link, tree)?;
    let memory = link.memory("parser")?;
    let rest = memory.slice(text.into(), memory.size_bytes() - u64::from(text))?;
    let text = rest.split(|byte| *byte == 0).next().unwrap_or_default();
    Ok(String::from_utf8_lossy(text).into_owned())
}

/// What a grammar is called in the link: `tree_sitter_json` for `tree-sitter-json.wasm`.
pub fn name_of(grammar: &Path) -> String {
    grammar.file_stem().unwrap_or_default().to_string_lossy().replace('-', "_")
}

fn main() -> std::result::Result<(), Box<dyn std::error::Error>> {
    let args: Vec<_> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let mut link = load(&args[0], &args[1..2])?;
    for file in &args[2..] {
        println!("{}", parse(&mut link, &name_of(&args[1]), &std::fs::read_to_string(file)?)?);
    }
    Ok(())
}
