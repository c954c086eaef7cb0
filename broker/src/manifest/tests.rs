//! Good and bad manifests, as tables.

use super::*;
use crate::error::Detail;

const HEAD: &str = "manifest = 1\n[main]\npath = 'main.wasm'\n";

fn parse(text: &str) -> Result<Manifest> {
    Manifest::parse(text, "demo/link.toml")
}

fn good(rest: &str) -> Manifest {
    parse(&format!("{HEAD}{rest}")).unwrap_or_else(|error| panic!("{rest}\n{error}"))
}

#[test]
fn a_whole_manifest_is_read() {
    let manifest = parse(
        r#"manifest = 1
library_paths = ["lib"]
[main]
path  = "main.wasm"
entry = "_start"
[main.wasi]
args = ["a", "b"]
[side.math]
path   = "math.wasm"
sha256 = "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855"
kind   = "isolated"
run_main = true
[side.math.wasi]
inherit = ["stdio", "env"]
[imports]
"env.sqrt" = "math.sqrt_f64"
[policy]
unresolved = "trap"
copy       = "memory-copy"
allow      = ["early-calls", "host-pointers"]
[limits]
memory  = "64MiB"
fuel    = 50_000_000
timeout = "2s"
table_elements = 10
broker_slots = 11
modules = 12
module_bytes = 4096
[wasi]
preopen = { "/data" = "data", "/out" = { path = "out", write = true } }
env = { Z = "1", A = "2" }
"#,
    )
    .expect("the manifest is sound");
    assert_eq!(manifest.library_paths, [PathBuf::from("lib")]);
    assert_eq!(manifest.main.path, PathBuf::from("main.wasm"));
    assert_eq!(manifest.main.entry.as_deref(), Some("_start"));
    assert_eq!(manifest.main.wasi.as_ref().expect("it is given").args, ["a", "b"]);
    let math = &manifest.sides[0];
    assert_eq!((math.name.as_str(), math.kind, math.run_main), ("math", SideKind::Isolated, true));
    assert!(math.sha256.as_ref().expect("it is given").starts_with("e3b0c442"));
    assert_eq!(
        math.wasi.as_ref().expect("it is given").inherit,
        Some(vec![Inherit::Stdio, Inherit::Env])
    );
    assert_eq!(manifest.imports[0].provider, "math.sqrt_f64");
    assert_eq!(manifest.place_of(&manifest.imports[0]), "[imports] link.toml:16");
    assert_eq!(manifest.policy.unresolved, Some(Unresolved::Trap));
    assert_eq!(manifest.policy.copy, Some(CopyPath::MemoryCopy));
    assert_eq!(manifest.policy.allow, [Allowance::EarlyCalls, Allowance::HostPointers]);
    let limits = manifest.limits.over(Limits::new());
    let expected = Limits::new()
        .memory_bytes(64 << 20)
        .fuel(50_000_000)
        .timeout(Duration::from_secs(2))
        .table_elements(10)
        .broker_slots(11)
        .modules(12)
        .module_bytes(4096);
    assert_eq!(limits, expected);
    let wasi = manifest.wasi.as_ref().expect("it is given");
    let preopened: Vec<_> =
        wasi.preopens.iter().map(|dir| (dir.guest.as_str(), dir.writable)).collect();
    assert_eq!(preopened, [("/data", false), ("/out", true)]);
    assert_eq!(wasi.env.keys().collect::<Vec<_>>(), ["Z", "A"]);
    assert_eq!(manifest.folder(), Path::new("demo"));
}

#[test]
fn sides_and_mappings_keep_the_order_of_the_file() {
    let manifest = good(
        "[side.zeta]\npath = 'z'\n[side.alpha.wasi]\nargs = ['x']\n[side.mid]\npath = 'm'\n\
         [side.alpha]\npath = 'a'\n[imports]\n'z.z' = 'a.a'\n'a.a' = 'z.z'\n",
    );
    let names: Vec<_> = manifest.sides.iter().map(|side| side.name.as_str()).collect();
    // A side stands where its own header stands, not where its WASI section does.
    assert_eq!(names, ["zeta", "mid", "alpha"]);
    let lines: Vec<_> =
        manifest.imports.iter().map(|rule| (rule.import.as_str(), rule.line)).collect();
    assert_eq!(lines, [("z.z", 13), ("a.a", 14)]);
}

#[test]
fn what_is_left_out_has_the_default() {
    let manifest = good("");
    assert_eq!(manifest.limits.over(Limits::new()), Limits::new());
    assert_eq!(manifest.policy, Policy::default());
    assert!(manifest.sides.is_empty() && manifest.imports.is_empty() && manifest.wasi.is_none());
}

#[test]
fn bad_input_is_shown_with_line_and_caret() {
    // Manifest, part of the headline, line of the caret, marked text, part of a help line.
    let cases: &[(&str, &str, usize, &str, &str)] = &[
        ("manifest = 1\n[mian]\npath = 'x'\n", "unknown key `mian`", 2, "mian", "`main`"),
        ("manifest = 1\n[main]\npth = 'x'\n", "unknown key `pth`", 3, "pth", "`path`"),
        ("manifest = 2\nnew = 1\n", "version 1, not 2", 1, "2", ""),
        ("manifest = -1\n", "-1", 1, "-1", ""),
        ("[main]\npath = 'x'\n", "missing key `manifest`", 1, "", ""),
        ("manifest = 1\n", "missing key `main`", 1, "", ""),
        ("", "missing key `manifest`", 1, "", ""),
        ("manifest = 1\n[main\n", "unclosed table", 2, "", ""),
        ("manifest = 1\n[main]\npath = ''\n", "cannot be empty", 3, "''", ""),
        ("manifest = 1\n[main]\npath = \"a\\u0000\"\n", "NUL", 3, "\"a\\u0000\"", ""),
        ("manifest = 1\n[main]\npath = 7\n", "integer `7`", 3, "7", ""),
        ("manifest = 1\nmanifest = 1\n", "duplicate key", 2, "manifest", ""),
    ];
    let more: &[(&str, &str, usize, &str, &str)] = &[
        ("[policy]\nunresolved = 'erorr'\n", "unknown value `erorr`", 5, "'erorr'", "`error`"),
        ("[policy]\ncopy = 'x'\n", "unknown value `x`", 5, "'x'", "`memory-copy`"),
        ("[policy]\ncopy = true\n", "boolean `true`", 5, "true", ""),
        ("[side.a]\npath = 'a'\nkind = 'isolate'\n", "`isolate`", 6, "'isolate'", "`isolated`"),
        ("[side.a]\nkind = 'auto'\n", "missing key `path`", 4, "", ""),
        ("[side.a]\npath = 'a'\nsha256 = 'ab'\n", "64 hex digits", 6, "'ab'", ""),
        ("[side.a]\npath = 'a'\nrun_main = 'yes'\n", "expected a boolean", 6, "'yes'", ""),
        ("[limits]\nmemory = '64MB'\n", "`64MB` is not a size", 5, "'64MB'", ""),
        ("[limits]\nmemory = -1\n", "integer `-1`", 5, "-1", ""),
        ("[limits]\nfuel = -1\n", "integer `-1`", 5, "-1", ""),
        ("[limits]\ntimeout = '5'\n", "`5` is not a time", 5, "'5'", ""),
        ("[limits]\ntimeout = 5\n", "expected a time with a unit", 5, "5", ""),
        ("[limits]\nmemroy = 1\n", "unknown key `memroy`", 5, "memroy", "`memory`"),
        ("[imports]\n'env.x' = 'math'\n", "expected a provider", 5, "'math'", ""),
        ("[imports]\n'env.x' = 7\n", "expected a string", 5, "7", ""),
        ("[wasi]\npreopen = { '/' = 3 }\n", "expected a path or", 5, "3", ""),
        ("[wasi]\npreopen = { '/' = { pth = 3 } }\n", "unknown key `pth`", 5, "pth", "`path`"),
        ("[wasi]\ninherit = ['stdoi']\n", "`stdoi`", 5, "'stdoi'", "`stdio`"),
        ("[\"s\\u001b[31m\"]\n", "unknown key `s\\u{1b}[31m`", 4, "\"s\\u001b[31m\"", ""),
        ("['a`, expected `b']\n", "unknown key `a\\`, expected \\`b`", 4, "'a`, expected `b'", ""),
    ];
    let more = more.iter().map(|(text, a, b, c, d)| (format!("{HEAD}{text}"), *a, *b, *c, *d));
    let all =
        cases.iter().map(|(text, a, b, c, d)| ((*text).to_owned(), *a, *b, *c, *d)).chain(more);
    for (text, headline, line, marked, help) in all {
        let error = parse(&text).expect_err(&text);
        assert_eq!(error.code(), Code::ManifestError, "{text}");
        assert!(error.message().contains(headline), "{text}\n{error}");
        let Some(Detail::Snippet(snippet)) = error.details().first() else {
            panic!("{text}\nhas no snippet: {error}");
        };
        assert_eq!(snippet.first_line, line, "{text}\n{error}");
        if !marked.is_empty() {
            assert_eq!(&snippet.source[snippet.span.clone()], marked, "{text}\n{error}");
        }
        assert!(error.to_string().contains(help), "{text}\n{error}");
    }
}

#[test]
fn any_cut_of_a_manifest_is_an_error_or_a_manifest_but_no_panic() {
    let text =
        format!("{HEAD}[side.ä]\npath = 'ö'\n[imports]\n'env.ü' = 'ä.ß'\n[limits]\nfuel = 1");
    for end in 0..=text.len() {
        let cut = String::from_utf8_lossy(&text.as_bytes()[..end]);
        if let Err(error) = parse(&cut) {
            assert_eq!(error.code(), Code::ManifestError, "{cut}");
        }
    }
}

#[test]
fn sizes_and_times_have_units() {
    let sizes = [
        ("0", Some(0)),
        ("65536", Some(65536)),
        ("65_536", Some(65536)),
        ("1KiB", Some(1024)),
        ("64 MiB", Some(64 << 20)),
        ("2gib", Some(2 << 30)),
        ("18446744073709551615", Some(u64::MAX)),
        ("18446744073709551616", None),
        ("16777216TiB", None),
        ("64MB", None),
        ("1.5GiB", None),
        ("-1", None),
        ("_1", None),
        ("MiB", None),
        ("", None),
    ];
    for (text, expected) in sizes {
        assert_eq!(parse_bytes(text).ok(), expected, "{text}");
    }
    let times = [
        ("500ms", Some(500_000)),
        ("2s", Some(2_000_000)),
        ("3min", Some(180_000_000)),
        ("1h", Some(3_600_000_000)),
        ("7us", Some(7)),
        ("2", None),
        ("2m", None),
        ("", None),
        ("9999999999999999999h", None),
    ];
    for (text, expected) in times {
        let micros = parse_duration(text).ok().map(|time| time.as_micros());
        assert_eq!(micros, expected, "{text}");
    }
}

#[test]
fn a_file_that_cannot_be_read_is_5008() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    for path in [folder.join("no-such-file"), folder.join("src")] {
        assert_eq!(Manifest::read(&path).unwrap_err().code(), Code::IoError, "{}", path.display());
    }
}

#[test]
fn the_schema_knows_every_key_and_word() {
    let schema: serde_json::Value =
        serde_json::from_str(&Manifest::json_schema()).expect("it is JSON");
    let mut keys: Vec<_> =
        schema["properties"].as_object().expect("it is given").keys().cloned().collect();
    keys.sort();
    let expected =
        ["imports", "library_paths", "limits", "main", "manifest", "policy", "side", "wasi"];
    assert_eq!(keys, expected);
    assert_eq!(schema["required"], serde_json::json!(["manifest", "main"]));
    assert_eq!(schema["additionalProperties"], false);
    let policy = &schema["$defs"]["Policy"]["properties"];
    assert_eq!(policy["copy"]["enum"], serde_json::json!(["auto", "memory-copy", "accessors"]));
    assert_eq!(schema["$defs"]["SideModule"]["required"], serde_json::json!(["path"]));
}

#[test]
fn carriage_returns_alone_can_be_what_is_wrong() {
    let text = "\u{feff}\r\r\n\r\r";
    let error = Manifest::parse(text, "link.toml").unwrap_err();
    assert_eq!(error.code(), Code::ManifestError, "{error}");
}
