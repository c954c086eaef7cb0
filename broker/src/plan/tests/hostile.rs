//! Input that wants to do harm: names, sizes, numbers.

use super::*;
use std::time::{Duration, Instant};

/// Far more than any row takes; only quadratic work on a hostile module takes longer.
const PATIENCE: Duration = Duration::from_secs(20);

fn quickly<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let done = work();
    assert!(start.elapsed() < PATIENCE, "{what} took {:?}", start.elapsed());
    done
}

#[test]
fn names_are_only_names() {
    // With the `rb:` before it, this is the longest name that a module file may hold.
    let long = "n".repeat(99_997);
    let names = [
        "",
        " ",
        ".",
        "..",
        "a.b",
        ".a",
        "a.",
        "a:b",
        ":",
        "\u{202e}x",
        "\0",
        "\n",
        "\"",
        "\\",
        "`",
        "🦀",
        "__proto__",
        "end",
        "-->",
        "memory0",
        long.as_str(),
    ];
    for name in names {
        let quoted: String = name.bytes().map(|byte| format!("\\{byte:02x}")).collect();
        let main = format!(
            r#"(import "{quoted}" "{quoted}" (func)) (import "rb:{quoted}" "getI8"
                (func (param i32) (result i32)))"#
        );
        let side = format!(r#"(memory 1) (func (export "{quoted}"))"#);
        let plan = link([("main", main.as_str()), (name, &side)]).whole();
        let expected = Source::Peer { module: module_id(1), export: name.to_owned() };
        assert_eq!(plan.modules[0].imports[0].source, expected, "{name:?}");
        // What is printed is escaped and clipped.
        let shown = plan.to_string();
        assert!(shown.len() < 2000, "{} bytes", shown.len());
        assert!(!shown.contains(['\0', '\u{202e}']), "{shown:?}");

        let gone = link([("main", main.as_str()), ("other", "")]).plan();
        for error in gone.errors(|_| None) {
            let shown = error.to_string();
            assert!(shown.len() < 8000, "{} bytes", shown.len());
            assert!(!shown.contains(['\0', '\u{202e}']), "{shown:?}");
        }
    }
}

#[test]
fn a_mapping_of_a_strange_name_works_where_the_name_can_be_written() {
    let main = r#"(import "a.b" ".c" (func)) (import "" "" (func))"#;
    let plan = link([("main", main), ("x.y", r#"(func (export ".")) (func (export ""))"#)])
        .map("a.b..c", "x.y..")
        .map("main:.", "x.y.")
        .whole();
    let export = |idx: usize| match &plan.modules[0].imports[idx].source {
        Source::Peer { export, .. } => export.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!((export(0).as_str(), export(1).as_str()), (".", ""));
}

#[test]
fn many_unresolved_imports_take_no_long_time() {
    let imports: String = (0..20_000)
        .map(|idx| format!(r#"(import "p" "a_rather_long_name_{idx}" (func))"#))
        .collect();
    let exports: String =
        (0..20_000).map(|idx| format!(r#"(func (export "a_rather_tall_name_{idx}"))"#)).collect();
    let link = link([("main", imports.as_str()), ("p", &exports)]);
    let draft = quickly("planning", || plan(&link.request()).expect("a draft"));
    assert_eq!(draft.problems.len(), 20_000);
    assert!(draft.problems.iter().all(|problem| !problem.help.is_empty()));
    assert!(draft.problems[0].help[0].contains("a_rather_tall_name_0"), "{:?}", draft.problems[0]);
}

#[test]
fn many_imports_take_no_long_time() {
    let n = 20_000;
    let imports: String = (0..n).map(|idx| format!(r#"(import "p" "f{idx}" (func))"#)).collect();
    let exports: String = (0..n).map(|idx| format!(r#"(func (export "f{idx}"))"#)).collect();
    let back = format!(r#"(import "main" "back" (func)) {exports}"#);
    let main = format!(r#"{imports} (func (export "back"))"#);
    let link = link([("main", main.as_str()), ("p", &back)]);
    let whole = quickly("planning", || plan(&link.request()).expect("a draft").plan);
    assert_eq!(whole.modules[0].imports.len(), n);
    // The same through a forwarding helper.
    let turned = Link { modules: link.modules.iter().rev().cloned().collect(), ..Link::default() };
    let turned = quickly("planning a cycle", || plan(&turned.request()).expect("a draft").plan);
    let json = quickly("writing", || turned.to_json());
    assert_eq!(quickly("reading", || LinkPlan::from_json(&json)).expect("it was written"), turned);
    quickly("drawing", || (turned.to_dot(), turned.to_mermaid(), turned.table()));
}

#[test]
fn every_pair_of_the_largest_link_can_be_joined() {
    let mut link = Link::default();
    for me in 0..64 {
        let imports: String = (0..64)
            .map(|peer| {
                format!(
                    r#"(import "rb:m{peer}" "memcpy_from_fb" (func (param i32 i32 i32)))
                       (import "rb:m{peer}" "addFnPtr_to" (func (param i32) (result i32)))"#
                )
            })
            .collect();
        let wat = format!("{imports} (memory 1) (table 1 funcref)");
        link = link.module(&format!("m{me}"), &wat);
    }
    let draft = quickly("planning", || plan(&link.request()).expect("a draft"));
    assert_eq!(draft.problems, []);
    // Homes, accessors, a fallback and a re-homer for each ordered pair and each with itself, and
    // the ledger.
    assert_eq!(draft.plan.helpers.len(), 64 + 64 + 64 * 64 + 64 * 64 + 1);
}

#[test]
fn a_long_chain_of_re_exports_and_a_large_ring_end() {
    let again = |peer: usize| {
        format!(
            r#"(import "m{peer}" "m" (memory 1)) (export "m" (memory 0))
            (import "m{peer}" "f" (func)) (func (export "f"))"#
        )
    };
    let chain = |n: usize, ring: bool| {
        let mut link = Link::default();
        for idx in 0..n {
            link = match idx + 1 == n && !ring {
                true => link
                    .module(&format!("m{idx}"), r#"(memory (export "m") 1) (func (export "f"))"#),
                false => link.module(&format!("m{idx}"), &again((idx + 1) % n)),
            };
        }
        link
    };
    let plan = chain(64, false).whole();
    let first = plan.modules[0].memory.as_ref().expect("it has one");
    assert_eq!(Some(first), plan.modules[62].memory.as_ref());
    let draft = chain(64, true).plan();
    assert_eq!(draft.problems.len(), 64, "every memory; the functions can be forwarded");
}

/// A library with these imports and exports.
fn library(imports: &str, exports: &str) -> String {
    format!("(@dylink.0 (mem-info (memory 16 4) (table 1 0))) {imports} {exports}")
}

#[test]
fn many_libraries_that_all_call_each_other_take_no_long_time() {
    let n = 64;
    let mut link = Link::default();
    for me in 0..n {
        let calls: String = (0..n).map(|it| format!(r#"(import "env" "f{it}" (func))"#)).collect();
        let wat = library(&calls, &format!(r#"(func (export "f{me}"))"#));
        link = link.module(&format!("m{me}"), &wat);
    }
    let draft = quickly("planning", || plan(&link.request()).expect("a draft"));
    assert_eq!(draft.problems, []);
    quickly("checking", || draft.plan.check(&link.facts())).expect("it is sound");
}

#[test]
fn three_hundred_libraries_are_many_and_can_be_allowed() {
    let n = 300;
    let mut link = Link::default();
    for me in 0..n {
        let next = (me + 1) % n;
        let imports = format!(
            r#"(import "env" "f{next}" (func)) (import "GOT.func" "f{next}" (global (mut i32)))"#
        );
        let wat = library(&imports, &format!(r#"(func (export "f{me}"))"#));
        link = link.module(&format!("m{me}"), &wat);
    }
    let refusal = link.refusal();
    assert_eq!(refusal.code(), Code::LimitExceeded, "{refusal}");
    link.options.limits = link.options.limits.modules(n);
    let draft = quickly("planning", || plan(&link.request()).expect("a draft"));
    assert_eq!((draft.problems.len(), draft.plan.globals.len()), (0, 300));
}

#[test]
fn many_weak_and_many_missing_entries_take_no_long_time() {
    let n = 30_000;
    let all = |line: &dyn Fn(usize) -> String| (0..n).map(line).collect::<String>();
    let weak = all(&|idx| format!(r#"(import-info "GOT.mem" "w{idx}" 1)"#));
    let imports = all(&|idx| format!(r#"(import "GOT.mem" "w{idx}" (global (mut i32)))"#));
    let dylink = |info: &str| format!("(@dylink.0 (mem-info) {info}) {imports}");
    let weak = link([("main", "(memory 1)"), ("side", &dylink(&weak))]);
    let draft = quickly("planning weak entries", || plan(&weak.request()).expect("a draft"));
    assert_eq!((draft.problems.len(), draft.plan.globals.len()), (0, n));
    let strong = link([("main", "(memory 1)"), ("side", &dylink(""))]);
    let draft = quickly("planning missing entries", || plan(&strong.request()).expect("a draft"));
    assert_eq!(draft.problems.len(), n);
}

#[test]
fn sections_of_libraries_are_read_up_to_the_limits() {
    use crate::limits;
    let of = |info: &str| {
        let wat = format!("(module (@dylink.0 {info}))");
        ModuleFacts::of(&wat::parse_str(wat).expect("it is text")).map(|_| ())
    };
    let names = |n: u64| format!("(needed {})", r#""a" "#.repeat(n as usize));
    let exports = |n: u64| r#"(export-info "a" 0)"#.repeat(n as usize);
    let imports = |n: u64| r#"(import-info "a" "b" 0)"#.repeat(n as usize);
    let long = |n: u64| format!("(needed {:?})", "n".repeat(n as usize));
    let path = |n: u64| format!("(runtime-path {:?})", "n".repeat(n as usize));
    let twice = |n: u64| format!("{} (mem-info) {}", exports(n - 1), exports(1));
    let size = |n: u64| format!("(mem-info (memory {n} 0))");
    let slots = |n: u64| format!("(mem-info (table {n} 0))");
    let align = |n: u64| format!("(mem-info (memory 0 {n}) (table 0 {n}))");
    type Info<'a> = &'a dyn Fn(u64) -> String;
    // What is read at all; a link's own limits come before.
    let rows: [(&str, u64, Info<'_>); 9] = [
        ("needed", limits::DYLINK_ENTRIES, &names),
        ("exports", limits::DYLINK_ENTRIES, &exports),
        ("exports in two lists", limits::DYLINK_ENTRIES, &twice),
        ("imports", limits::DYLINK_ENTRIES, &imports),
        ("a name", limits::NAME_BYTES, &long),
        ("a path", limits::NAME_BYTES, &path),
        ("bytes", limits::DYLINK_MEMORY_BYTES_READ, &size),
        ("slots", limits::TABLE_ELEMENTS, &slots),
        ("alignment", limits::DYLINK_ALIGN_LOG2_READ.into(), &align),
    ];
    for (what, limit, info) in rows {
        of(&info(limit)).expect(what);
        let error = of(&info(limit + 1)).expect_err(what);
        assert_eq!(error.code(), Code::DylinkMalformed, "{what}: {error}");
    }
}

#[test]
fn ids_of_another_link_are_looked_up_and_printed() {
    let plan = LinkPlan::default();
    let (module, helper) = (ModuleId::new(9), HelperId::new(9));
    let (modules, helpers) = (Node::Module(module), Node::Helper(helper));
    assert!(plan.sources(modules).is_empty() && plan.sources(helpers).is_empty());
    let (first, end) = (GlobalId::new(9), GlobalId::new(8));
    let export = "e".to_owned();
    let steps = [
        Step::Instantiate(modules),
        Step::Instantiate(helpers),
        Step::Place(module),
        Step::FillGlobals { first, end },
        Step::FillForward { helper, target_idx: 9 },
        Step::InitTls(module),
        Step::SetStackLimits(module),
        Step::Call { module, export },
    ];
    for step in steps {
        assert!(!plan.step_line(&step).is_empty(), "{step:?}");
    }
}
