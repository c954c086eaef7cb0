//! Inputs that are too large to be written down, each by its name in a case.
//!
//! To add one, add an arm to [`bytes`]; a case passes numbers, or none where one is enough.

use wasm_encoder::{
    BlockType, CodeSection, ConstExpr, CustomSection, DataSection, ElementSection, Elements,
    EntityType, ExportKind, ExportSection, Function, FunctionSection, GlobalSection, GlobalType,
    ImportSection, Instruction, MemorySection, MemoryType, Module, RefType, TableSection,
    TableType, TypeSection, ValType,
};

/// Bytes in front of a module's sections.
const HEADER_BYTES: usize = 8;

/// What a generator makes of these numbers.
pub(crate) fn bytes(generator: &str, numbers: &[u64]) -> Vec<u8> {
    let number = |idx: usize| numbers.get(idx).copied().unwrap_or(1);
    let n = number(0);
    match generator {
        "locals" => locals(n, number(1)),
        "functions" => functions(n),
        "bodies" => bodies(n, number(1)),
        "br-table" => code(|body| br_table(body, n)),
        "nested" => code(|body| nested(body, n)),
        "nested-ifs" => code(|body| nested_ifs(body, n)),
        "long-body" => code(|body| long_body(body, n)),
        "many-calls" => code(|body| many_calls(body, n)),
        "imports" => imports(n, "env", "f"),
        "import-name" => imports(1, "env", &"n".repeat(n as usize)),
        "import-module" => imports(1, &"\u{202e}\u{7}".repeat(n as usize / 4), ""),
        "import-lines" => imports(n, "\u{1b}]0;evil\u{7}\n", "\r\u{9b}31m"),
        "wide-imports" => wide_imports(n, number(1)),
        "exports" => exports(n),
        "long-exports" => long_exports(n, number(1)),
        "export-name" => export_name(&"\u{2067}".repeat(n as usize / 3)),
        "types" => types(n, 0),
        "params" => types(1, n),
        "globals" => globals(n),
        "const-expression" => const_expression(n),
        "elements" => elements(n),
        "element-segments" => element_segments(n),
        "data-segments" => data_segments(n),
        "data" => data(n),
        "tables" => tables(n, number(1)),
        "memories" => memories(n, number(1)),
        "custom" => custom("junk", vec![b'x'; n as usize]),
        "customs" => customs(n),
        "name-section" => name_section(n),
        "producers" => custom("producers", vec![0xff; n as usize]),
        "debug-line" => custom(".debug_line", vec![0x80; n as usize]),
        "zeros" => vec![0; n as usize],
        "cut" => locals(10, 10).into_iter().take(n as usize).collect(),
        "component" => vec![0, b'a', b's', b'm', 0x0d, 0, 1, 0],
        "version" => vec![0, b'a', b's', b'm', n as u8, 0, 0, 0],
        "section-too-long" => section_too_long(n),
        "vector-too-long" => vector_too_long(n as u8),
        "parentheses" => "(".repeat(n as usize).into_bytes(),
        "folded" => folded(n),
        "comments" => format!("{}{}", "(;".repeat(n as usize), ";)".repeat(n as usize)).into(),
        "toml-arrays" => format!("manifest = {}", "[".repeat(n as usize)).into_bytes(),
        "toml-tables" => format!("manifest = 1\nx{} = 1\n", ".x".repeat(n as usize)).into_bytes(),
        "toml-sides" => toml_sides(n),
        "toml-key" => format!("manifest = 1\n\"{}\" = 1\n", "k".repeat(n as usize)).into_bytes(),
        "toml-mappings" => toml_mappings(n),
        "text-functions" => format!("(module {})", "(func)".repeat(n as usize)).into_bytes(),
        "text-spaces" => format!("(module{})", " ".repeat(n as usize - 8)).into_bytes(),
        "mangled-doubling" => trapping(&mangled_doubling(n)),
        "mangled-nesting" => trapping(&format!("_ZN{}E", "1aI".repeat(n as usize))),
        "mangled-pointers" => trapping(&format!("_Z1f{}i", "P".repeat(n as usize))),
        "mangled-rust" => trapping(&format!("_R{}C1a", "NvI".repeat(n as usize))),
        "dwarf" => dwarf(n, number(1)),
        "debug" => debug(n, number(1), number(2)),
        "dylink-needed-names" => dylink_needed(n, number(1)),
        "dylink-subsections" => dylink_subsections(n),
        "dylink-exports" => dylink_exports(n),
        "got" => got(n),
        "ring" => ring(n),
        other => panic!("there is no generator {other}"),
    }
}

/// Sections of one function without parameters that is exported as `go`.
fn one_function(function: &Function) -> Module {
    let (mut types, mut functions) = (TypeSection::new(), FunctionSection::new());
    let (mut exports, mut code) = (ExportSection::new(), CodeSection::new());
    types.ty().function([], []);
    functions.function(0);
    exports.export("go", ExportKind::Func, 0);
    code.function(function);
    let mut module = Module::new();
    module.section(&types).section(&functions).section(&exports).section(&code);
    module
}

fn code(body: impl FnOnce(&mut Function)) -> Vec<u8> {
    let mut function = Function::new([]);
    body(&mut function);
    function.instruction(&Instruction::End);
    one_function(&function).finish()
}

/// A function with many locals, each of which lives across many places where control joins.
fn locals(n_locals: u64, n_joins: u64) -> Vec<u8> {
    let mut function = Function::new([(n_locals as u32, ValType::I64)]);
    for idx in 0..n_joins {
        let local = (idx % n_locals) as u32;
        function.instruction(&Instruction::LocalGet(local));
        function.instruction(&Instruction::I64Eqz);
        function.instruction(&Instruction::If(BlockType::Empty));
        function.instruction(&Instruction::LocalGet(((idx * 7) % n_locals) as u32));
        function.instruction(&Instruction::LocalSet(local));
        function.instruction(&Instruction::End);
    }
    function.instruction(&Instruction::End);
    one_function(&function).finish()
}

fn functions(n: u64) -> Vec<u8> {
    let (mut types, mut functions, mut code) =
        (TypeSection::new(), FunctionSection::new(), CodeSection::new());
    types.ty().function([], []);
    let mut empty = Function::new([]);
    empty.instruction(&Instruction::End);
    for _ in 0..n {
        functions.function(0);
        code.function(&empty);
    }
    let mut module = Module::new();
    module.section(&types).section(&functions).section(&code);
    module.finish()
}

/// So many functions of so many locals: a small file, because locals are written as a count.
fn bodies(n_functions: u64, n_locals: u64) -> Vec<u8> {
    let (mut types, mut functions, mut code) =
        (TypeSection::new(), FunctionSection::new(), CodeSection::new());
    types.ty().function([], []);
    let mut body = Function::new([(n_locals as u32, ValType::V128)]);
    body.instruction(&Instruction::End);
    for _ in 0..n_functions {
        functions.function(0);
        code.function(&body);
    }
    let mut module = Module::new();
    module.section(&types).section(&functions).section(&code);
    module.finish()
}

fn br_table(body: &mut Function, n: u64) {
    body.instruction(&Instruction::Block(BlockType::Empty));
    body.instruction(&Instruction::I32Const(0));
    body.instruction(&Instruction::BrTable(vec![0; n as usize].into(), 0));
    body.instruction(&Instruction::End);
}

fn nested(body: &mut Function, n: u64) {
    (0..n).for_each(|_| {
        body.instruction(&Instruction::Block(BlockType::Empty));
    });
    (0..n).for_each(|_| {
        body.instruction(&Instruction::End);
    });
}

fn nested_ifs(body: &mut Function, n: u64) {
    (0..n).for_each(|_| {
        body.instruction(&Instruction::I32Const(1));
        body.instruction(&Instruction::If(BlockType::Empty));
    });
    (0..n).for_each(|_| {
        body.instruction(&Instruction::Else);
        body.instruction(&Instruction::End);
    });
}

fn long_body(body: &mut Function, n: u64) {
    for _ in 0..n {
        body.instruction(&Instruction::I32Const(7));
        body.instruction(&Instruction::Drop);
    }
}

fn many_calls(body: &mut Function, n: u64) {
    (0..n).for_each(|_| {
        body.instruction(&Instruction::Call(0));
    });
}

fn imports(n: u64, module: &str, name: &str) -> Vec<u8> {
    let (mut types, mut imports) = (TypeSection::new(), ImportSection::new());
    types.ty().function([], []);
    for idx in 0..n {
        let name = if n == 1 { name.to_owned() } else { format!("{name}{idx}") };
        imports.import(module, &name, EntityType::Function(0));
    }
    let mut made = Module::new();
    made.section(&types).section(&imports);
    made.finish()
}

/// Imports whose type has so many parameters.
fn wide_imports(n: u64, n_params: u64) -> Vec<u8> {
    let (mut types, mut imports) = (TypeSection::new(), ImportSection::new());
    types.ty().function(vec![ValType::V128; n_params as usize], []);
    for idx in 0..n {
        imports.import("env", &format!("f{idx}"), EntityType::Function(0));
    }
    let mut made = Module::new();
    made.section(&types).section(&imports);
    made.finish()
}

fn exports(n: u64) -> Vec<u8> {
    let mut exports = ExportSection::new();
    (0..n).for_each(|idx| {
        exports.export(&format!("f{idx}"), ExportKind::Func, 0);
    });
    with_function(&exports)
}

/// Names of so many letters, all different.
fn long_exports(n: u64, n_letters: u64) -> Vec<u8> {
    let mut exports = ExportSection::new();
    (0..n).for_each(|idx| {
        exports.export(&format!("{idx:f>0$}", n_letters as usize), ExportKind::Func, 0);
    });
    with_function(&exports)
}

fn export_name(name: &str) -> Vec<u8> {
    let mut exports = ExportSection::new();
    exports.export(name, ExportKind::Func, 0);
    with_function(&exports)
}

fn with_function(exports: &ExportSection) -> Vec<u8> {
    let (mut types, mut functions, mut code) =
        (TypeSection::new(), FunctionSection::new(), CodeSection::new());
    types.ty().function([], []);
    functions.function(0);
    let mut empty = Function::new([]);
    empty.instruction(&Instruction::End);
    code.function(&empty);
    let mut module = Module::new();
    module.section(&types).section(&functions).section(exports).section(&code);
    module.finish()
}

fn types(n_types: u64, n_params: u64) -> Vec<u8> {
    let mut types = TypeSection::new();
    for _ in 0..n_types {
        types.ty().function(vec![ValType::I32; n_params as usize], []);
    }
    let mut module = Module::new();
    module.section(&types);
    module.finish()
}

fn globals(n: u64) -> Vec<u8> {
    let mut globals = GlobalSection::new();
    let ty = GlobalType { val_type: ValType::I32, mutable: true, shared: false };
    for _ in 0..n {
        globals.global(ty, &ConstExpr::i32_const(0));
    }
    let mut module = Module::new();
    module.section(&globals);
    module.finish()
}

fn const_expression(n: u64) -> Vec<u8> {
    let mut globals = GlobalSection::new();
    let ty = GlobalType { val_type: ValType::I32, mutable: false, shared: false };
    let numbers = (0..=n).map(|_| Instruction::I32Const(1));
    let sums = (0..n).map(|_| Instruction::I32Add);
    globals.global(ty, &ConstExpr::extended(numbers.chain(sums)));
    let mut module = Module::new();
    module.section(&globals);
    module.finish()
}

fn table_type(n_slots: u64) -> TableType {
    TableType {
        element_type: RefType::FUNCREF,
        table64: false,
        minimum: n_slots,
        maximum: None,
        shared: false,
    }
}

/// One segment of so many null functions, in a table that holds them.
fn elements(n: u64) -> Vec<u8> {
    let (mut tables, mut elements) = (TableSection::new(), ElementSection::new());
    tables.table(table_type(n));
    let nulls = vec![ConstExpr::ref_null(RefType::FUNCREF.heap_type); n as usize];
    let items = Elements::Expressions(RefType::FUNCREF, nulls.into());
    elements.active(Some(0), &ConstExpr::i32_const(0), items);
    let mut module = Module::new();
    module.section(&tables).section(&elements);
    module.finish()
}

fn element_segments(n: u64) -> Vec<u8> {
    let (mut tables, mut elements) = (TableSection::new(), ElementSection::new());
    tables.table(table_type(1));
    for _ in 0..n {
        elements.active(None, &ConstExpr::i32_const(0), Elements::Functions(vec![].into()));
    }
    let mut module = Module::new();
    module.section(&tables).section(&elements);
    module.finish()
}

fn memory_type(minimum: u64) -> MemoryType {
    MemoryType { minimum, maximum: None, memory64: false, shared: false, page_size_log2: None }
}

fn data_segments(n: u64) -> Vec<u8> {
    let (mut memories, mut data) = (MemorySection::new(), DataSection::new());
    memories.memory(memory_type(1));
    for _ in 0..n {
        data.active(0, &ConstExpr::i32_const(0), [1]);
    }
    let mut module = Module::new();
    module.section(&memories).section(&data);
    module.finish()
}

fn data(n_bytes: u64) -> Vec<u8> {
    let (mut memories, mut data) = (MemorySection::new(), DataSection::new());
    memories.memory(memory_type(n_bytes.div_ceil(1 << 16)));
    data.active(0, &ConstExpr::i32_const(0), vec![0; n_bytes as usize]);
    let mut module = Module::new();
    module.section(&memories).section(&data);
    module.finish()
}

fn tables(n: u64, n_slots: u64) -> Vec<u8> {
    let mut tables = TableSection::new();
    (0..n).for_each(|_| {
        tables.table(table_type(n_slots));
    });
    let mut module = Module::new();
    module.section(&tables);
    module.finish()
}

fn memories(n: u64, n_pages: u64) -> Vec<u8> {
    let mut memories = MemorySection::new();
    (0..n).for_each(|_| {
        memories.memory(memory_type(n_pages));
    });
    let mut module = Module::new();
    module.section(&memories);
    module.finish()
}

fn custom(name: &str, data: Vec<u8>) -> Vec<u8> {
    let mut module = one_function(Function::new([]).instruction(&Instruction::End));
    module.section(&CustomSection { name: name.into(), data: data.into() });
    module.finish()
}

fn customs(n: u64) -> Vec<u8> {
    let mut module = one_function(
        Function::new([]).instruction(&Instruction::Unreachable).instruction(&Instruction::End),
    );
    for _ in 0..n {
        module.section(&CustomSection { name: "\u{1b}[2J".into(), data: vec![].into() });
    }
    module.finish()
}

/// A name section that gives the one function that traps a name without end, and others names that
/// they cannot have.
fn name_section(n_bytes: u64) -> Vec<u8> {
    let mut names = wasm_encoder::NameSection::new();
    names.module("\u{1b}[31m\u{202e}");
    let mut map = wasm_encoder::NameMap::new();
    map.append(0, &"\u{1b}\u{2066}\u{0}\n".repeat(n_bytes as usize / 6));
    map.append(u32::MAX, "nobody");
    names.functions(&map);
    let mut trap = Function::new([]);
    trap.instruction(&Instruction::Unreachable).instruction(&Instruction::End);
    let mut module = one_function(&trap);
    module.section(&names);
    module.finish()
}

/// A module whose one function traps and has this name.
fn trapping(name: &str) -> Vec<u8> {
    let mut names = wasm_encoder::NameSection::new();
    let mut map = wasm_encoder::NameMap::new();
    map.append(0, name);
    names.functions(&map);
    let mut trap = Function::new([]);
    trap.instruction(&Instruction::Unreachable).instruction(&Instruction::End);
    let mut module = one_function(&trap);
    module.section(&names);
    module.finish()
}

/// `f(pair<A, A>, pair<pair<A, A>, pair<A, A>>, …)`: each name is twice as long as the one before.
fn mangled_doubling(n: u64) -> String {
    let mut name = "_Z1fSt4pairI1AS0_E".to_owned();
    for idx in 0..n {
        let digits = format!("{}{}", digit((idx + 1) / 36), digit((idx + 1) % 36));
        let last = if idx < 35 { digit(idx + 1) } else { digits };
        name.push_str(&format!("S_IS{last}_S{last}_E"));
    }
    name
}

/// A digit to the base 36, as names of substitutions have it; none before the first.
fn digit(number: u64) -> String {
    char::from_digit((number % 36) as u32, 36)
        .map_or_else(String::new, |c| c.to_uppercase().collect())
}

/// A module that traps, with line information of this byte; from 1,000 on, of random bytes.
fn dwarf(kind: u64, n_bytes: u64) -> Vec<u8> {
    let mut state = kind.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mut random = || {
        state = state.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(1);
        (state >> 56) as u8
    };
    let mut trap = Function::new([]);
    trap.instruction(&Instruction::Unreachable).instruction(&Instruction::End);
    let mut module = one_function(&trap);
    for name in [".debug_info", ".debug_abbrev", ".debug_line", ".debug_str", ".debug_ranges"] {
        let mut data: Vec<u8> = match kind {
            0..=255 => vec![kind as u8; n_bytes as usize],
            _ => (0..n_bytes).map(|_| random()).collect(),
        };
        if name == ".debug_info" || name == ".debug_line" {
            // A length that fits and a version that is known, so that the rest is read.
            let n_rest = n_bytes as u32 - 4;
            data[..6].copy_from_slice(&[&n_rest.to_le_bytes()[..], &[4, 0]].concat());
        }
        module.section(&CustomSection { name: name.into(), data: data.into() });
    }
    module.finish()
}

/// A function that traps, with debug information of this many units, depth and rows.
fn debug(n_units: u64, depth: u64, n_rows: u64) -> Vec<u8> {
    let mut trap = Function::new([]);
    trap.instruction(&Instruction::Unreachable).instruction(&Instruction::End);
    let mut module = one_function(&trap);
    crate::debugging::add_to(&mut module, n_units, depth, n_rows);
    module.finish()
}

/// A section that says that it is longer than the file.
fn section_too_long(n_bytes: u64) -> Vec<u8> {
    let mut module = Module::new().finish();
    module.push(1);
    leb(&mut module, n_bytes);
    module.push(0);
    module
}

/// A section of this kind that says that it has as many entries as a number can say.
fn vector_too_long(section: u8) -> Vec<u8> {
    let mut module = Module::new().finish();
    assert_eq!(module.len(), HEADER_BYTES);
    module.extend([section, 5]);
    leb(&mut module, u64::from(u32::MAX));
    module
}

fn leb(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn folded(n: u64) -> Vec<u8> {
    let (open, close) = ("(block ".repeat(n as usize), ")".repeat(n as usize));
    format!("(module (func (export \"go\") {open}{close}))").into_bytes()
}

fn toml_sides(n: u64) -> Vec<u8> {
    let mut text = "manifest = 1\n[main]\npath = 'main.wat'\n".to_owned();
    for idx in 0..n {
        text.push_str(&format!("[side.s{idx}]\npath = 'side.wat'\n"));
    }
    text.into_bytes()
}

fn toml_mappings(n: u64) -> Vec<u8> {
    let mut text = "manifest = 1\n[main]\npath = 'main.wat'\n[imports]\n".to_owned();
    for idx in 0..n {
        text.push_str(&format!("'env.f{idx}' = 'main.f{idx}'\n"));
    }
    text.into_bytes()
}

/// A module that begins with these bytes of dylink.0.
fn dylink(subsections: Vec<u8>) -> Vec<u8> {
    let mut module = Module::new();
    module.section(&CustomSection { name: "dylink.0".into(), data: subsections.into() });
    module.finish()
}

fn subsection(kind: u8, contents: &[u8]) -> Vec<u8> {
    let mut bytes = vec![kind];
    leb(&mut bytes, contents.len() as u64);
    bytes.extend(contents);
    bytes
}

/// So many needed libraries with names of so many bytes.
fn dylink_needed(n: u64, n_bytes: u64) -> Vec<u8> {
    let mut contents = Vec::new();
    leb(&mut contents, n);
    for idx in 0..n {
        let name = format!("{idx:0>width$}", width = n_bytes as usize);
        leb(&mut contents, name.len() as u64);
        contents.extend(name.bytes());
    }
    dylink(subsection(2, &contents))
}

fn dylink_subsections(n: u64) -> Vec<u8> {
    dylink((0..n).flat_map(|_| subsection(1, &[0, 0, 0, 0])).collect())
}

/// A count of exports that the section does not hold.
fn dylink_exports(n: u64) -> Vec<u8> {
    let mut contents = Vec::new();
    leb(&mut contents, n);
    dylink(subsection(3, &contents))
}

/// A library with so many entries of the global offset table, none of which is defined.
fn got(n: u64) -> Vec<u8> {
    let mut imports = ImportSection::new();
    let ty = GlobalType { val_type: ValType::I32, mutable: true, shared: false };
    for idx in 0..n {
        let module = if idx % 2 == 0 { "GOT.mem" } else { "GOT.func" };
        imports.import(module, &format!("s{idx}"), EntityType::Global(ty));
    }
    let mut module = Module::new();
    let section = subsection(1, &[0, 0, 0, 0]);
    module.section(&CustomSection { name: "dylink.0".into(), data: section.into() });
    module.section(&imports);
    module.finish()
}

/// A manifest of sides that call each other in a ring: each is the same file, mapped to the next.
fn ring(n: u64) -> Vec<u8> {
    let mut text = String::from_utf8(toml_sides(n)).expect("it was made of text");
    text.push_str("[imports]\n'main:next.f' = 's0.f'\n");
    for idx in 0..n {
        text.push_str(&format!("'s{idx}:next.f' = 's{}.f'\n", (idx + 1) % n));
    }
    text.into_bytes()
}
