//! What is said of modules before a link is planned: in any order, and of those that are there.

use super::{begin, code, finish, module};
use wasm_broker::{Code, LinkageKind, Val, WasiOptions};

/// A library that runs alone, too; its `main` counts.
const SIDE: &str = r#"(module (@dylink.0 (mem-info (memory 0 0) (table 0 0)))
    (memory (export "memory") 1)
    (func (export "main") (result i32)
        (i32.store (i32.const 0) (i32.add (i32.load (i32.const 0)) (i32.const 1)))
        (i32.const 0))
    (func (export "n_runs") (result i32) (i32.load (i32.const 0))))"#;

#[test]
fn what_is_said_of_a_side_may_be_said_before_it_is_given() {
    let main = r#"(module (memory (export "memory") 1))"#;
    let isolated = LinkageKind::Isolated;
    let before = begin(main).run_main("s").kind("s", LinkageKind::Dylink).kind("s", isolated);
    let after = begin(main).side("s", module(SIDE)).run_main("s").kind("s", isolated);
    for builder in [before.side("s", module(SIDE)), after] {
        let plan = builder.draft().expect("it can be planned").plan;
        assert!(plan.to_string().contains("home(s)"), "{plan}");
        let mut link = finish(builder);
        assert_eq!(link.invoke("s.n_runs", &[]).expect("it answers"), [Val::I32(1)]);
    }
}

#[test]
fn nothing_can_be_said_of_a_module_that_is_not_there() {
    let begun = || begin::<()>("(module)").side("s", module("(module)"));
    let builders = [
        begun().run_main("t"),
        begun().kind("t", LinkageKind::Isolated),
        begun().wasi_for(Some("t"), WasiOptions::new()),
    ];
    for builder in builders {
        assert_eq!(code(builder.draft().map(drop)), Code::InvalidModuleHandle);
        let error = builder.plan().expect_err("there is no `t`");
        assert_eq!(error.code(), Code::InvalidModuleHandle);
        assert!(error.message().ends_with("for `t`, which is no module"), "{error}");
    }
}
