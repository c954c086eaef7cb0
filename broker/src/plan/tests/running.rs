//! Links that run: modules that come later, helpers that are asked for later, modules that go.

use super::*;

const SIDE: &str = r#"
    (import "main" "f" (func)) (import "env" "mts_memcpy" (func (param i32 i32 i32)))
    (memory 1) (table 1 funcref) (func (export "g")) (func (export "_initialize"))"#;

fn base() -> Link {
    link([("main", r#"(memory 1) (table 1 funcref) (func (export "f"))"#), ("a", SIDE)])
}

#[test]
fn what_there_was_is_the_beginning_of_what_there_will_be() {
    let base = base();
    let old = base.whole();
    let more = base.module("b", &SIDE.replace("main", "a").replace(r#""f""#, r#""g""#));
    let more = more.module("c", SIDE);
    let draft = more.extend(&old);
    assert_eq!(draft.problems, []);
    let plan = draft.plan;
    // That it is a prefix is held for every plan; here is what was added.
    let added: Vec<_> = steps(&plan).split_off(old.steps.len());
    assert_eq!(
        added,
        [
            "instantiate home(b)",
            "instantiate bridge(main, b)",
            "instantiate b",
            "instantiate home(c)",
            "instantiate bridge(main, c)",
            "instantiate c",
            "call        b._initialize",
            "call        c._initialize",
        ]
    );
    // One step after the other gives a plan that is as good.
    let first = base_and_b(&more).extend(&old).plan;
    assert_eq!(more.extend(&first).problems, []);
}

fn base_and_b(link: &Link) -> Link {
    Link { modules: link.modules[..3].to_vec(), ..link.clone() }
}

#[test]
fn nothing_new_changes_nothing() {
    let base = base();
    let old = base.whole();
    assert_eq!(base.extend(&old).plan, old);
}

#[test]
fn later_modules_share_the_helpers_of_earlier_ones() {
    let old_link = base();
    let old = old_link.whole();
    let late = r#"(import "rb:main" "memcpy_from" (func (param i32 i32 i32)))
        (import "rb:a" "memcpy_from" (func (param i32 i32 i32)))
        (import "rb:a" "getI8" (func (param i32) (result i32))) (memory 1)"#;
    let plan = old_link.module("late", late).extend(&old).plan;
    let labels: Vec<_> = (old.helpers.len()..plan.helpers.len())
        .map(|idx| plan.helper_label(HelperId::new(idx as u32)))
        .collect();
    assert_eq!(labels, ["home(late)", "bridge(main, late)", "bridge(a, late)", "accessor(a)"]);
}

#[test]
fn cycles_among_later_modules_are_cut_among_them() {
    let base = base();
    let old = base.whole();
    let wants = |peer: &str| format!(r#"(import "{peer}" "x" (func)) (func (export "x"))"#);
    let plan = base.module("p", &wants("q")).module("q", &wants("p")).extend(&old).plan;
    let added = steps(&plan).split_off(old.steps.len());
    assert_eq!(
        added,
        [
            "instantiate forward(p)",
            "instantiate p",
            "instantiate q",
            "forward     forward(p)[0] → q.x",
        ]
    );
}

#[test]
fn an_earlier_module_is_not_given_what_comes_later() {
    let early = r#"(import "late" "f" (func))"#;
    let link = link([("main", early)]).unresolved(Unresolved::Trap);
    let old = link.whole();
    let plan = link.module("late", r#"(func (export "f"))"#).extend(&old).plan;
    assert_eq!(plan.modules[0].imports[0].source, Source::Stub(StubKind::Trap));
}

#[test]
fn a_failed_extension_has_its_problems_and_leaves_the_base() {
    let base = base();
    let old = base.whole();
    let draft = base.module("b", r#"(import "a" "gone" (func))"#).extend(&old);
    assert_eq!(problems(&draft), ["5012 b a.gone"]);
}

#[test]
fn a_closed_module_is_forgotten_but_keeps_its_id() {
    let link = base();
    let mut old = link.whole();
    old.modules[1].closed = true;
    let wants_a =
        r#"(import "a" "g" (func)) (import "rb:a" "getI8" (func (param i32) (result i32)))"#;
    let draft = link.clone().module("b", wants_a).extend(&old);
    assert_eq!(problems(&draft), ["5012 b a.g", "5012 b rb:a.getI8"]);
    // Its name may be given again, and then means the new one.
    let again = link.module("a", SIDE).module("b", wants_a).extend(&old);
    assert_eq!(again.problems, []);
    assert_eq!(again.plan.module_id("a"), Some(module_id(2)));
    let expected = Source::Peer { module: module_id(2), export: "g".to_owned() };
    assert_eq!(again.plan.modules[3].imports[0].source, expected);
    assert_eq!(again.plan.table().modules.len(), 3);
}

#[test]
fn closed_modules_do_not_count() {
    let mut link = link([("main", "")]);
    link.options.limits = link.options.limits.modules(2);
    let link = link.module("a", "");
    let mut old = link.whole();
    assert_eq!(
        plan(&link.clone().module("b", "").request()).expect_err("three").code(),
        Code::LimitExceeded
    );
    old.modules[1].closed = true;
    let draft = extend(&old, &link.module("b", "").request()).expect("two are open");
    assert_eq!(draft.problems, []);
}

#[test]
fn a_request_without_the_modules_of_the_base_is_refused() {
    let link = base();
    let old = link.whole();
    let fewer = Link { modules: link.modules[..1].to_vec(), ..link };
    let error = extend(&old, &fewer.request()).expect_err("a module is gone");
    assert_eq!(error.code(), Code::InvalidModuleHandle);
}

#[test]
fn joining_twice_is_joining_once() {
    let (main, a) = (module_id(0), module_id(1));
    let link = base();
    let old = link.whole();
    let rows = [
        (Join::Accessor(main), "accessor(main)"),
        (Join::Accessor(a), "accessor(a)"),
        (Join::Bridge(main, a), "bridge(main, a)"),
        (Join::Bridge(a, main), "bridge(main, a)"),
        (Join::Fallback(a, main), "fallback(a → main)"),
        (Join::Fallback(main, a), "fallback(main → a)"),
        (Join::Rehome(main, a), "rehome(main → a)"),
        (Join::Rehome(a, main), "rehome(a → main)"),
        (Join::Ledger, "ledger"),
        (Join::Bridge(a, a), "bridge(a, a)"),
        (Join::Rehome(a, a), "rehome(a → a)"),
    ];
    let mut plan = old.clone();
    for (wanted, label) in rows {
        let (once, helper) = join(&plan, &link.request(), wanted);
        assert_eq!(helper.map(|helper| once.helper_label(helper)).as_deref(), Some(label));
        assert_eq!(join(&once, &link.request(), wanted), (once.clone(), helper));
        assert!(once.steps.starts_with(&plan.steps) && once.helpers.starts_with(&plan.helpers));
        once.check(&link.facts()).unwrap_or_else(|e| panic!("{wanted:?}: {e}"));
        plan = once;
    }
    // The bridge was there before, the ledger came with the first re-homer.
    assert_eq!(plan.helpers.len(), old.helpers.len() + 9);
}

#[test]
fn joining_what_is_not_there_changes_nothing() {
    let link = link([("main", "(memory 1)"), ("bare", "")]);
    let old = link.whole();
    let (main, bare, nobody) = (module_id(0), module_id(1), module_id(2));
    for wanted in [
        Join::Accessor(bare),
        Join::Bridge(main, bare),
        Join::Fallback(bare, main),
        Join::Rehome(main, bare),
        Join::Rehome(main, main),
        Join::Accessor(nobody),
        Join::Bridge(main, nobody),
        Join::Rehome(nobody, main),
    ] {
        assert_eq!(join(&old, &link.request(), wanted), (old.clone(), None), "{wanted:?}");
    }
}

#[test]
fn a_guest_that_asks_by_name_gets_what_an_import_of_that_name_gets() {
    let link = base();
    let old = link.whole();
    let (main, a) = (module_id(0), module_id(1));
    let ask = |asker, library, name, copy| {
        let question = Question { asker, library, name, copy };
        let (plan, source) = look_up(&old, &link.request(), question);
        plan.check(&link.facts()).unwrap_or_else(|e| panic!("{name}: {e}"));
        let label = |source: Source| match source {
            Source::Helper { helper, export } => format!("{}.{export}", plan.helper_label(helper)),
            other => format!("{other:?}"),
        };
        source.map(label).unwrap_or_default()
    };
    let rows = [
        (a, main, "getI32", "accessor(main).getI32"),
        (a, a, "setF64", "accessor(a).setF64"),
        (a, main, "rbBridge", "accessor(main).rbBridge"),
        (main, a, "rbBridgeFb", "accessor(a).rbBridgeFb"),
        // A module that asks for its own bridge means the one with main.
        (a, a, "mts_memcpy", "bridge(main, a).mts_memcpy"),
        (a, a, "stm_memcpy4", "bridge(main, a).stm_memcpy4"),
        (main, a, "mts_memcpy8", "bridge(main, a).mts_memcpy8"),
        (a, main, "mts_memcpy", "bridge(main, a).stm_memcpy"),
        (a, a, "mts_memcpy_fb", "fallback(main → a).memcpy"),
        (a, a, "mts_addFnPtr", "rehome(main → a).rehome"),
        (main, a, "stm_addFnPtr", "rehome(a → main).rehome"),
        (a, main, "nothing", ""),
        (a, main, "", ""),
        (a, module_id(9), "getI32", ""),
        (module_id(9), a, "getI32", ""),
    ];
    for (asker, library, name, expected) in rows {
        assert_eq!(ask(asker, library, name, CopyPath::Auto), expected, "{name}");
    }
    assert_eq!(ask(a, a, "mts_memcpy", CopyPath::Accessors), "fallback(main → a).memcpy");
}
