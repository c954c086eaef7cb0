//! Load order, cycles, and the steps that run after everything is there.

use super::*;

/// The steps that make user modules, fill forwarders or call something.
fn module_steps(plan: &LinkPlan) -> Vec<String> {
    let is_helper = |step: &&Step| !matches!(step, Step::Instantiate(Node::Helper(_)));
    plan.steps.iter().filter(is_helper).map(|step| plan.step_line(step)).collect()
}

/// No module gets a function from others that hand it on to each other.
pub(super) fn assert_functions_are_defined(link: &Link, plan: &LinkPlan) {
    for module in &plan.modules {
        for import in module.imports.iter().filter(|it| it.ty.as_func().is_some()) {
            let mut source = &import.source;
            let mut n_steps = 0;
            while let Some((peer, export)) = plan.peer_export(source) {
                let facts = &link.modules[peer.idx()].facts;
                let func_idx = facts.export(export).expect("it is exported").item_idx as usize;
                let is_func = |it: &&PlannedImport| it.ty.as_func().is_some();
                let mut imported = plan.modules[peer.idx()].imports.iter().filter(is_func);
                let Some(handed_on) = imported.nth(func_idx) else { break };
                source = &handed_on.source;
                n_steps += 1;
                assert!(
                    n_steps <= plan.modules.len(),
                    "{} gets {} from nobody: {plan}",
                    module.name,
                    import.name
                );
            }
        }
    }
}

const FUNC: &str = r#"(func (export "f"))"#;

fn wants_f(peer: &str) -> String {
    format!(r#"(import "{peer}" "f" (func)) {FUNC}"#)
}

#[test]
fn modules_without_a_cycle_come_after_what_they_import() {
    let (b, c) = (wants_f("b"), wants_f("c"));
    let plan = link([("main", &b), ("b", &c), ("c", FUNC), ("d", FUNC)]).whole();
    assert_eq!(
        module_steps(&plan),
        ["instantiate c", "instantiate b", "instantiate main", "instantiate d"]
    );
    assert_eq!(plan.helpers, []);
}

#[test]
fn modules_that_do_not_need_each_other_keep_their_order() {
    let plan = link([("main", FUNC), ("z", FUNC), ("a", FUNC)]).whole();
    assert_eq!(module_steps(&plan), ["instantiate main", "instantiate z", "instantiate a"]);
}

#[test]
fn a_module_may_import_itself() {
    let plan = link([("main", r#"(import "main" "f" (func)) (func (export "f"))"#)]).whole();
    assert_eq!(sources(&plan), ["main: main.f <- main.f [forwarded (cycle)]"]);
    assert_eq!(
        steps(&plan),
        ["instantiate forward(main)", "instantiate main", "forward     forward(main)[0] → main.f"]
    );
}

#[test]
fn in_a_cycle_of_two_only_one_direction_is_forwarded() {
    let plan = link([("main", &wants_f("side")), ("side", &wants_f("main"))]).whole();
    // Main's own calls stay direct.
    assert_eq!(
        sources(&plan),
        ["main: side.f <- side.f [direct call]", "side: main.f <- main.f [forwarded (cycle)]"]
    );
    assert_eq!(
        module_steps(&plan),
        ["instantiate side", "instantiate main", "forward     forward(side)[0] → main.f"]
    );
}

#[test]
fn a_cycle_of_three_is_cut_once() {
    let (a, b, c) = (wants_f("b"), wants_f("c"), wants_f("main"));
    let plan = link([("main", &a), ("b", &b), ("c", &c)]).whole();
    let forwarded: Vec<_> = sources(&plan).into_iter().filter(|it| it.contains("cycle")).collect();
    assert_eq!(forwarded.len(), 1, "{plan}");
    assert_eq!(module_steps(&plan).len(), 4, "{plan}");
}

#[test]
fn a_cycle_outside_does_not_touch_those_who_use_it() {
    let main = format!("{}{}", wants_f("a"), r#"(func (export "g"))"#);
    let plan = link([("main", &main), ("a", &wants_f("b")), ("b", &wants_f("a"))]).whole();
    assert!(sources(&plan)[0].ends_with("[direct call]"), "{plan}");
    // Main may call `a` from a start function, so the cycle is whole before main is made.
    assert_eq!(
        module_steps(&plan),
        ["instantiate a", "instantiate b", "forward     forward(a)[0] → b.f", "instantiate main",]
    );
}

#[test]
fn a_function_is_forwarded_once_for_each_importer() {
    let main = r#"(import "side" "f" (func)) (func (export "g") (param i32)) (func (export "h"))"#;
    let side = r#"(import "main" "g" (func (param i32))) (import "main" "g" (func (param i32)))
        (import "main" "h" (func)) (func (export "f"))"#;
    let plan = link([("main", main), ("side", side)]).whole();
    let targets = plan.helpers.iter().find_map(|helper| match &helper.spec {
        HelperSpec::Forward { targets, .. } => Some(targets.len()),
        _ => None,
    });
    assert_eq!(targets, Some(2));
    assert_eq!(plan.modules[1].imports[0].source, plan.modules[1].imports[1].source);
}

#[test]
fn globals_that_need_no_cycle_decide_the_order() {
    // The functions go round, the global does not: who has the global comes first.
    let a = r#"(import "b" "f" (func)) (global (export "g") i32 i32.const 0)"#;
    let b = r#"(import "a" "g" (global i32)) (func (export "f"))"#;
    for modules in [[("a", a), ("b", b)], [("b", b), ("a", a)]] {
        let plan = link(modules).whole();
        assert_eq!(
            module_steps(&plan),
            ["instantiate a", "instantiate b", "forward     forward(a)[0] → b.f"]
        );
    }
}

#[test]
fn functions_that_nobody_defines_are_a_cycle() {
    let again = |peer: &str| {
        format!(r#"(import "{peer}" "f" (func $f)) (export "f" (func $f)) (memory 1)"#)
    };
    let own = link([("main", FUNC), ("me", &again("me"))]).plan();
    assert_eq!(problems(&own), ["5015 me me.f"]);
    let why = own.problems[0].findings.join(" ");
    assert_eq!(why, "`me` exports `f`, which is this import: nobody defines it");

    let two = r#"(import "me" "a" (func $b)) (import "me" "b" (func $a))
        (export "a" (func $a)) (export "b" (func $b))"#;
    let two = link([("me", two)]).plan();
    assert_eq!(problems(&two), ["5015 me me.a", "5015 me me.b"]);
    let why = two.problems[0].findings.join(" ");
    assert!(why.starts_with("`me` exports `a`, but imports it"), "{why}");

    // Who only uses the ring gets nothing from it either.
    let ring = [("main", again("a")), ("a", again("b")), ("b", again("c")), ("c", again("a"))];
    let draft = link(ring.each_ref().map(|(name, wat)| (*name, wat.as_str()))).plan();
    assert_eq!(problems(&draft), ["5015 main a.f", "5015 a b.f", "5015 b c.f", "5015 c a.f"]);
    let why = draft.problems[0].findings.join(" ");
    assert!(why.starts_with("`a` exports `f`, but imports it: each module gets it from"), "{why}");
    // Not even where what is missing may be left out.
    let ring = ring.each_ref().map(|(name, wat)| (*name, wat.as_str()));
    assert_eq!(problems(&link(ring).unresolved(Unresolved::Trap).plan()).len(), 4);

    // One of them maps its import to what is defined.
    let whole =
        link([("main", FUNC), ("a", &again("b")), ("b", &again("a"))]).map("b:a.f", "main.f");
    assert_eq!(problems(&whole.plan()), Vec::<String>::new());

    // What goes round through a function's code has an end, or not, as the program says.
    let (a, b) = (wants_f("b"), again("a"));
    assert_eq!(
        problems(&link([("main", FUNC), ("a", &a), ("b", &b)]).plan()),
        Vec::<String>::new()
    );
}

#[test]
fn a_later_module_finds_no_function_in_a_ring() {
    let again = |peer: &str| format!(r#"(import "{peer}" "f" (func $f)) (export "f" (func $f))"#);
    let first = link([("main", FUNC), ("a", &again("main"))]);
    let (b, c) = (again("c"), again("b"));
    let both = first.clone().module("b", &b).module("c", &c);
    assert_eq!(problems(&both.extend(&first.whole())), ["5015 b c.f", "5015 c b.f"]);
    let chain = first.clone().module("b", &again("a"));
    assert_eq!(problems(&chain.extend(&first.whole())), Vec::<String>::new());
}

#[test]
fn cycles_of_globals_cannot_be_cut() {
    let global = |peer: &str| {
        format!(r#"(import "{peer}" "g" (global i32)) (global (export "g") i32 i32.const 0)"#)
    };
    let draft = link([("a", &global("b")), ("b", &global("a"))]).plan();
    assert_eq!(problems(&draft), ["5015 b a.g"]);
    let why = draft.problems[0].findings.join(" ");
    assert!(why.starts_with("each of `a`, `b` would have to exist before the others"), "{why}");

    let own = link([("a", &global("a"))]).plan();
    assert_eq!(problems(&own), ["5015 a a.g"]);
    let why = own.problems[0].findings.join(" ");
    assert!(why.starts_with("`a` would have to exist before itself"), "{why}");

    let three = link([("a", &global("b")), ("b", &global("c")), ("c", &global("a"))]).plan();
    assert_eq!(problems(&three).len(), 1, "one cut makes the rest possible");

    let tag = |peer: &str| format!(r#"(import "{peer}" "e" (tag)) (tag (export "e"))"#);
    let draft = link([("a", &tag("b")), ("b", &tag("a"))]).plan();
    assert_eq!(problems(&draft), ["5015 b a.e"]);
}

#[test]
fn a_cycle_through_memory_that_is_given_is_blamed_on_an_import() {
    // The library waits for the memory that main's `malloc` gives it, and main for its global.
    let main = r#"(@dylink.0 (mem-info)) (import "lib" "x" (global i32))
        (memory (export "memory") 1)
        (func (export "malloc") (param i32) (result i32) i32.const 64)"#;
    let lib = r#"(@dylink.0 (mem-info (memory 16 0))) (global (export "x") i32 i32.const 0)"#;
    let draft = link([("main", main), ("lib", lib)]).plan();
    assert_eq!(problems(&draft), ["5015 main lib.x"]);
    assert_eq!(draft.problems[0].findings[1], "`lib` gets its memory from `main`");
}

#[test]
fn who_only_uses_a_cycle_is_not_blamed_for_it() {
    let global = |peer: &str| {
        format!(r#"(import "{peer}" "g" (global i32)) (global (export "g") i32 i32.const 0)"#)
    };
    let (a, b, user) = (global("b"), global("a"), global("a"));
    for modules in
        [[("a", a.as_str()), ("b", &b), ("user", &user)], [("user", &user), ("a", &a), ("b", &b)]]
    {
        let draft = link(modules).plan();
        assert_eq!(problems(&draft), ["5015 b a.g"]);
        assert!(!draft.problems[0].findings.join(" ").contains("user"), "{:?}", draft.problems);
    }
    // A global that a module imports from itself, and another module that imports it.
    let draft = link([("me", &global("me")), ("user", &global("me"))]).plan();
    assert_eq!(problems(&draft), ["5015 me me.g"]);
}

#[test]
fn a_table_that_stays_in_its_module_is_waited_for() {
    let owner = r#"(table 1 exnref) (table (export "t") 2 funcref)"#;
    let user = r#"(import "owner" "t" (table 1 funcref))"#;
    let plan = link([("user", user), ("owner", owner)]).whole();
    assert_eq!(module_steps(&plan), ["instantiate owner", "instantiate user"]);
}

#[test]
fn helpers_are_made_when_they_are_first_needed() {
    let side = r#"(import "env" "mts_memcpy_fb" (func (param i32 i32 i32))) (memory 1)"#;
    let plan = link([("main", "(memory 1)"), ("s", side)]).whole();
    assert_eq!(
        steps(&plan),
        [
            "instantiate home(main)",
            "instantiate main",
            "instantiate home(s)",
            "instantiate accessor(s)",
            "instantiate fallback(main → s)",
            "instantiate s",
        ]
    );
}

#[test]
fn constructors_run_in_load_order_after_everything_is_there() {
    let ctors = r#"(func (export "__wasm_call_ctors"))"#;
    let both = r#"(func (export "_initialize")) (func (export "__wasm_call_ctors"))"#;
    let wrong = r#"(func (export "_initialize") (param i32))"#;
    let command = r#"(func (export "_start")) (func (export "__wasm_call_ctors"))"#;
    let a = format!("{} {ctors}", wants_f("b"));
    let b = format!("{} {both}", wants_f("a"));
    let plan = link([("main", ctors), ("a", &a), ("b", &b), ("c", wrong)]).whole();
    assert_eq!(
        module_steps(&plan)[4..],
        [
            "call        main.__wasm_call_ctors",
            "call        a.__wasm_call_ctors",
            "forward     forward(b)[0] → a.f",
            "call        b._initialize",
            "forward     forward(a)[0] → b.f",
        ],
        "{plan}"
    );
    // A command's `_start` runs its constructors itself.
    assert_eq!(module_steps(&link([("main", command)]).whole()), ["instantiate main"]);
}

#[test]
fn a_side_runs_its_own_main_only_when_told() {
    let rows = [
        (r#"(func (export "_start")) (func (export "main") (result i32) i32.const 0)"#, "_start"),
        (r#"(func (export "main") (result i32) i32.const 0)"#, "main"),
        (
            r#"(func (export "__main_argc_argv") (param i32 i32) (result i32) i32.const 0)"#,
            "__main_argc_argv",
        ),
    ];
    for (wat, entry) in rows {
        let both = || link([("main", wat), ("side", wat)]);
        assert_eq!(module_steps(&both().whole()), ["instantiate main", "instantiate side"]);
        let told = both().run_main("side").run_main("main").whole();
        assert_eq!(module_steps(&told)[2..], [format!("call        side.{entry}")]);
    }
    // All constructors of the link run before the first `main` of a side.
    let side = r#"(func (export "main")) (func (export "_initialize"))"#;
    let plan = link([("main", ""), ("a", side), ("b", side)]).run_main("a").whole();
    assert_eq!(
        module_steps(&plan)[3..],
        ["call        a._initialize", "call        b._initialize", "call        a.main"]
    );
}
