//! The facts of a module as a short header and tables.

use crate::output::{Columns, counted};
use crate::report::{HEAD, painted};
use comfy_table::{Cell, Table, presets};
use wasm_broker::{Dylink, DylinkSymbol, Module, ModuleFacts, Producer, SymbolFlags, escaped};

/// The whole text.
pub(super) fn text(file: &str, module: &Module) -> String {
    let facts = module.facts();
    let mut text = header(file, module);
    let mut section = |title: &str, rows: Vec<Vec<String>>, columns: &[&str]| {
        if !rows.is_empty() {
            let title = match rows.len() {
                1 => painted(HEAD, title),
                n_rows => painted(HEAD, &format!("{title} ({n_rows})")),
            };
            text.push_str(&format!("\n{title}\n{}", table(columns, rows)));
        }
    };
    section("imports", imports(facts), &["module", "name", "kind", "type"]);
    section("exports", exports(facts), &["name", "kind", "type"]);
    section("memories", memories(facts), &["index", "type", "from"]);
    section("tables", function_tables(facts), &["index", "type", "from", ""]);
    if let Some(dylink) = &facts.dylink {
        section("dylink.0: memory and table", vec![mem_info(dylink)], &MEM_INFO_COLUMNS);
        section("dylink.0: needed libraries", names(&dylink.needed), &["name"]);
        section("dylink.0: exports", symbols(&dylink.exports), &["module", "name", "flags"]);
        section("dylink.0: imports", symbols(&dylink.imports), &["module", "name", "flags"]);
        section("dylink.0: library paths", names(&dylink.runtime_path), &["path"]);
    }
    section("custom sections", custom_sections(facts), &["name", "bytes"]);
    text
}

const MEM_INFO_COLUMNS: [&str; 4] =
    ["memory bytes", "aligned to bytes", "table slots", "aligned to slots"];

fn header(file: &str, module: &Module) -> String {
    let facts = module.facts();
    let mut columns = Columns::default();
    let mut line = |name: &str, value: String| columns.push([name.to_owned(), value]);
    line("file", escaped(file));
    // Text is compiled with line information, so that a trap can name its line.
    let form = if module.is_text() { " as binary, with line information" } else { "" };
    line("size", format!("{} bytes{form}", facts.size_bytes));
    line("sha256", module.sha256());
    line("role", format!("{}: {}", facts.role, facts.role_reason));
    if let Some(name) = &facts.name {
        line("name", escaped(name));
    }
    if !facts.producers.is_empty() {
        line("producers", facts.producers.iter().map(producer).collect::<Vec<_>>().join(", "));
    }
    let n_defined = facts.functions.len().saturating_sub(facts.function_imports.len());
    line("functions", format!("{n_defined} and {} imported", facts.function_imports.len()));
    if let Some(start_func_idx) = facts.start_func_idx {
        line("start", facts.function_name(start_func_idx));
    }
    if facts.dylink.as_ref().is_some_and(|dylink| dylink.legacy) {
        line("dylink", "legacy section".to_owned());
    }
    let (data, elements) = (facts.data, facts.elements);
    if data.n_segments > 0 {
        line("data", format!("{} bytes in {}", data.n_items, segments(data.n_segments)));
    }
    if elements.n_segments > 0 {
        line("elements", format!("{} in {}", elements.n_items, segments(elements.n_segments)));
    }
    columns.lines().join("\n") + "\n"
}

fn segments(n_segments: u32) -> String {
    counted(n_segments as usize, "segment")
}

fn producer(producer: &Producer) -> String {
    let Producer { field, name, version } = producer;
    let words = [field, name, version].map(|word| escaped(word));
    words.join(" ").trim_end().to_owned()
}

fn imports(facts: &ModuleFacts) -> Vec<Vec<String>> {
    let row = |import: &wasm_broker::ImportFact| {
        let (module, name) = (shown(&import.module), shown(&import.name));
        vec![module, name, import.ty.kind().to_owned(), import.ty.brief()]
    };
    facts.imports.iter().map(row).collect()
}

fn exports(facts: &ModuleFacts) -> Vec<Vec<String>> {
    let row = |export: &wasm_broker::ExportFact| {
        vec![shown(&export.name), export.ty.kind().to_owned(), export.ty.brief()]
    };
    facts.exports.iter().map(row).collect()
}

fn memories(facts: &ModuleFacts) -> Vec<Vec<String>> {
    let rows = facts.memories.iter().enumerate();
    rows.map(|(idx, memory)| {
        vec![idx.to_string(), memory.ty.to_string(), origin(facts, memory.import_idx)]
    })
    .collect()
}

fn function_tables(facts: &ModuleFacts) -> Vec<Vec<String>> {
    let function_table_idx = facts.function_table_idx();
    let rows = facts.tables.iter().enumerate();
    rows.map(|(idx, table)| {
        let note = match function_table_idx == Some(idx) {
            true => "function pointers",
            false => "",
        };
        let from = origin(facts, table.import_idx);
        vec![idx.to_string(), table.ty.to_string(), from, note.to_owned()]
    })
    .collect()
}

/// A name in a cell; the empty one is a name too and must be seen.
fn shown(name: &str) -> String {
    match name {
        "" => "\"\"".to_owned(),
        name => escaped(name),
    }
}

/// Where a memory or table comes from.
fn origin(facts: &ModuleFacts, import_idx: Option<usize>) -> String {
    match import_idx.and_then(|import_idx| facts.imports.get(import_idx)) {
        Some(import) => format!("{}.{}", escaped(&import.module), escaped(&import.name)),
        None => "its own".to_owned(),
    }
}

fn mem_info(dylink: &Dylink) -> Vec<String> {
    let info = &dylink.mem_info;
    // The reader refuses alignments that are larger than a page, so the shift cannot overflow.
    let aligned = |log2: u32| 1_u64.checked_shl(log2).unwrap_or_default().to_string();
    vec![
        info.memory_bytes.to_string(),
        aligned(info.memory_align_log2),
        info.table_slots.to_string(),
        aligned(info.table_align_log2),
    ]
}

fn names(list: &[String]) -> Vec<Vec<String>> {
    list.iter().map(|name| vec![escaped(name)]).collect()
}

fn symbols(list: &[DylinkSymbol]) -> Vec<Vec<String>> {
    let row = |symbol: &DylinkSymbol| {
        let module = symbol.module.as_deref().map(escaped).unwrap_or_default();
        vec![module, escaped(&symbol.name), flags(symbol.flags)]
    };
    list.iter().map(row).collect()
}

fn flags(flags: SymbolFlags) -> String {
    let mut words = vec![format!("{:#x}", flags.0)];
    words.extend(flags.is_weak().then(|| "weak".to_owned()));
    words.extend(flags.is_tls().then(|| "thread-local".to_owned()));
    words.join(" ")
}

fn custom_sections(facts: &ModuleFacts) -> Vec<Vec<String>> {
    let row = |section: &wasm_broker::CustomSection| {
        vec![escaped(&section.name), section.size_bytes.to_string()]
    };
    facts.custom_sections.iter().map(row).collect()
}

/// A table without lines, indented by two spaces.
fn table(columns: &[&str], rows: Vec<Vec<String>>) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(columns.iter().map(Cell::new));
    table.add_rows(rows);
    let lines = table.lines().map(|line| format!(" {}\n", line.trim_end()));
    lines.collect()
}
