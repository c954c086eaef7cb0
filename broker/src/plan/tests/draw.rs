//! Plans as pictures: what is drawn, and that no name can leave its label.

use super::*;

/// What stands outside of quotes in a line of either format.
fn outside_quotes(line: &str) -> String {
    let mut outside = String::new();
    let (mut is_inside, mut is_escaped) = (false, false);
    for c in line.chars() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' if is_inside => is_escaped = true,
            '"' => is_inside = !is_inside,
            _ if is_inside => {}
            c => outside.push(c),
        }
    }
    assert!(!is_inside, "a quote is left open in {line:?}");
    outside
}

fn is_id(text: &str) -> bool {
    let known = ["broker", "linker", "host", "constant", "trap", "zero", "missing"];
    let numbered = text.strip_prefix(['m', 'h']).is_some_and(|it| it.parse::<u32>().is_ok());
    known.contains(&text) || numbered
}

/// Holds both pictures of a plan against the small part of each grammar that they may use.
pub(super) fn assert_well_formed(plan: &LinkPlan) {
    let (mermaid, dot) = (plan.to_mermaid(), plan.to_dot());
    for text in [&mermaid, &dot] {
        let is_hidden =
            |c: char| (c.is_control() && c != '\n') || ('\u{2028}'..='\u{202e}').contains(&c);
        assert!(!text.chars().any(is_hidden), "{text:?}");
    }
    let mut lines = mermaid.lines();
    assert_eq!(lines.next(), Some("flowchart LR"));
    for line in lines {
        assert!(!line.contains('\\'), "mermaid knows no backslash escapes: {line:?}");
        let words = outside_quotes(line);
        let words: Vec<_> = words.split_whitespace().collect();
        let is_right = match words.as_slice() {
            ["classDef", ..] | ["linkStyle", ..] => !line.contains('"'),
            [from, "-->||" | "-.->||", to] => is_id(from) && is_id(to),
            [vertex] => ["[]:::", "()::", "{{}}:::", "(()):::"]
                .iter()
                .any(|shape| vertex.split_once(shape).is_some_and(|(id, _)| is_id(id))),
            _ => false,
        };
        assert!(is_right, "{line:?}");
        assert!(!line.contains("\"\""), "a label is empty: {line:?}");
    }
    let mut lines = dot.lines();
    assert_eq!(lines.next(), Some("digraph link {"));
    assert_eq!(lines.next_back(), Some("}"));
    for line in lines.skip(5) {
        let words = outside_quotes(line);
        let words: Vec<_> = words.split_whitespace().collect();
        let is_right = match words.as_slice() {
            [from, "->", to, look, ..] => is_id(from) && is_id(to) && look.starts_with("[label="),
            [id, look, ..] => is_id(id) && look.starts_with("[label="),
            _ => false,
        };
        assert!(is_right && line.ends_with("];"), "{line:?}");
    }
}

fn two_ways() -> Link {
    let main = r#"(import "math" "add" (func)) (import "math" "gone" (func))
        (import "x" "log" (func (param i32))) (func (export "done"))"#;
    let math = r#"(import "main" "done" (func))
        (import "env" "main_getI8" (func (param i32) (result i32)))
        (memory 1) (func (export "add")) (func (export "_initialize"))"#;
    link([("main", main), ("math", math)])
        .host("x", "log")
        .map("math.add", "math.add")
        .allow(Allowance::EarlyCalls)
}

#[test]
fn mermaid_draws_modules_helpers_cycles_and_gaps() {
    let expected = r##"flowchart LR
  m0["main<br/>step 4"]:::module
  m1["math<br/>step 3<br/>step 6 calls #95;initialize"]:::module
  h0("home(math)<br/>step 1"):::helper
  h1("forward(math)<br/>step 2"):::helper
  host{{"host functions"}}:::host
  missing(("#63;")):::missing
  m1 -->|"add"| m0
  missing -.->|"math.gone"| m0
  host -->|"log"| m0
  h1 -.->|"done"| m1
  missing -.->|"env.main_getI8"| m1
  h0 -->|"memory"| m1
  m0 -.->|"done"| h1
"##;
    let text = two_ways().plan().plan.to_mermaid();
    let (drawn, styles) = text.split_at(text.find("  classDef").expect("styles end it"));
    assert_eq!(drawn, expected);
    // Only what is missing is red.
    let red: Vec<_> = styles.lines().filter(|line| line.contains("linkStyle")).collect();
    assert_eq!(
        red,
        [
            "  linkStyle 1 stroke:#cf222e,color:#cf222e",
            "  linkStyle 4 stroke:#cf222e,color:#cf222e",
        ]
    );
}

#[test]
fn dot_draws_modules_helpers_cycles_and_gaps() {
    let text = two_ways().plan().plan.to_dot();
    for line in [
        concat!(
            r##"  m1 [label="math\nstep 3\nstep 6 calls _initialize", shape=box, "##,
            r##"style="filled,bold", fillcolor="#ddf4ff", color="#0969da"];"##,
        ),
        concat!(
            r##"  h0 [label="home(math)\nstep 1", shape=box, style="filled,rounded", "##,
            r##"fillcolor="#f6f8fa", color="#8c959f"];"##,
        ),
        concat!(
            r##"  missing [label="?", shape=circle, style="filled", fillcolor="#ffebe9", "##,
            r##"color="#cf222e"];"##,
        ),
        r##"  m1 -> m0 [label="add\l"];"##,
        r##"  m0 -> h1 [label="done\l", style=dashed];"##,
        concat!(
            r##"  missing -> m0 [label="math.gone\l", style=dashed, color="#cf222e", "##,
            r##"fontcolor="#cf222e"];"##,
        ),
    ] {
        assert!(text.lines().any(|it| it == line), "no {line}\n{text}");
    }
}

#[test]
fn many_imports_of_one_pair_share_an_edge() {
    for (n, expected) in [(6, r#"label="f0\lf1\lf2\lf3\lf4\lf5\l"]"#), (7, r#"f5\l+1 more\l"]"#)] {
        let imports: String =
            (0..n).map(|idx| format!(r#"(import "p" "f{idx}" (func))"#)).collect();
        let exports: String = (0..n).map(|idx| format!(r#"(func (export "f{idx}"))"#)).collect();
        let text = link([("main", imports.as_str()), ("p", &exports)]).whole().to_dot();
        let edges: Vec<_> = text.lines().filter(|line| line.contains(" -> ")).collect();
        assert_eq!(edges.len(), 1);
        assert!(edges[0].contains(expected), "{}", edges[0]);
    }
}

#[test]
fn closed_modules_and_stubs_are_told_apart() {
    let main = r#"(import "x" "f" (func)) (import "x" "g" (global i32))"#;
    let mut plan = link([("main", main)]).unresolved(Unresolved::Zero).whole();
    plan.modules[0].closed = true;
    let text = plan.to_dot();
    assert!(text.contains("filled,dashed"), "{text}");
    assert!(text.contains("zero -> m0") && text.contains("constant -> m0"), "{text}");
    assert_well_formed(&plan);
}

#[test]
fn names_cannot_leave_their_labels() {
    let hostile = [
        "\"",
        "\\",
        "\\\"]; evil [label=\"",
        "a\" --> b[\"",
        "]-->m0",
        "end",
        "\n  end\n  m9[\"x\"]",
        "%%{init: {\"theme\": \"dark\"}}%%",
        "#quot;#59;",
        "&quot;&#34;",
        "<script>alert(1)</script>",
        "`**bold** __x__`",
        "- list",
        "1. list",
        "$$x^2$$",
        "fa:fa-bomb",
        "\u{202e}txt\u{2028}\u{200b}",
        "\0\u{7}\u{1b}[31m",
        "",
        " ",
        "|x|",
        "}",
        "\\N\\G\\l",
        "subgraph",
        "click m0 call f()",
        "классы → ☃ 日本",
    ];
    for name in hostile {
        let quoted: String = name.bytes().map(|byte| format!("\\{byte:02x}")).collect();
        let main = format!(
            r#"(import "{quoted}" "{quoted}" (func)) (import "rb:{quoted}" "{quoted}" (func))
            (import "main" "{quoted}" (func)) (func (export "{quoted}") (export "main"))"#
        );
        let side = format!(
            r#"(import "main" "{quoted}" (func)) (memory 1)
            (func (export "{quoted}"))"#
        );
        let link = link([("main", main.as_str()), (name, &side)]).run_main(name);
        // Each plan is held against both grammars.
        let draft = link.plan();
        let mermaid = draft.plan.to_mermaid();
        for word in ["<script", "%%", "**", "$$", "fa:", "&"] {
            assert!(!mermaid.contains(word), "{mermaid}");
        }
    }
}

#[test]
fn long_names_are_clipped() {
    let name = "x".repeat(100_000);
    let wat = format!(r#"(import "{name}" "{name}" (func)) (func (export "{name}"))"#);
    let plan = link([("main", wat.as_str()), (&name, &wat)]).plan().plan;
    for text in [plan.to_mermaid(), plan.to_dot()] {
        assert!(text.len() < 4000, "{} bytes", text.len());
    }
}
