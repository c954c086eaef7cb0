//! Memories and tables: where they live, who shares them, what the lift pass changes.

use super::*;

/// A module's own memory or table as `source type`, with the source by label.
fn space<T: std::fmt::Display>(plan: &LinkPlan, space: Option<&Space<T>>) -> String {
    let Some(Space { ty, source }) = space else { return "none".to_owned() };
    let source = match source {
        Source::Helper { helper, export } => format!("{}.{export}", plan.helper_label(*helper)),
        Source::Peer { module, export } => format!("{}.{export}", plan.modules[module.idx()].name),
        other => format!("{other:?}"),
    };
    format!("{source} {ty}")
}

fn memory_of(plan: &LinkPlan, number: u32) -> String {
    space(plan, plan.modules[number as usize].memory.as_ref())
}

fn table_of(plan: &LinkPlan, number: u32) -> String {
    space(plan, plan.modules[number as usize].table.as_ref())
}

/// What the home helper of module `number` holds.
fn home_of(plan: &LinkPlan, number: u32) -> String {
    let home = plan.helpers.iter().find_map(|helper| match &helper.spec {
        HelperSpec::Home { module, memories, tables } if *module == module_id(number) => {
            let memories = memories.iter().map(ToString::to_string);
            Some(memories.chain(tables.iter().map(ToString::to_string)).collect::<Vec<_>>())
        }
        _ => None,
    });
    home.map_or_else(|| "none".to_owned(), |home| home.join(" "))
}

#[test]
fn what_a_module_defines_is_lifted() {
    struct Row {
        wat: &'static str,
        home: &'static str,
        memory: &'static str,
        table: &'static str,
        /// How many memories and tables are lifted, and how many of these have another maximum.
        lifted: [usize; 3],
        remark: &'static str,
    }
    let rows = [
        Row { wat: "", home: "none", memory: "none", table: "none", lifted: [0, 0, 0], remark: "" },
        Row {
            wat: "(memory 2 4)",
            home: "(memory 2 4)",
            memory: "home(main).memory0 (memory 2 4)",
            table: "none",
            lifted: [1, 0, 0],
            remark: "",
        },
        Row {
            wat: "(memory 1) (memory i64 2) (memory 3)",
            home: "(memory 1) (memory i64 2) (memory 3)",
            memory: "home(main).memory0 (memory 1)",
            table: "none",
            lifted: [3, 0, 0],
            remark: "",
        },
        Row {
            wat: "(table 7 7 funcref)",
            home: "(table 7 funcref)",
            memory: "none",
            table: "home(main).table0 (table 7 funcref)",
            lifted: [0, 1, 1],
            remark: "",
        },
        Row {
            wat: "(table 7 funcref)",
            home: "(table 7 funcref)",
            memory: "none",
            table: "home(main).table0 (table 7 funcref)",
            lifted: [0, 1, 0],
            remark: "",
        },
        // Other tables are lifted, too, so that peers can import them in a ring; they keep their
        // maximum.
        Row {
            wat: "(table 7 9 funcref) (table 1 externref) (table 2 3 funcref)",
            home: "(table 7 funcref) (table 1 externref) (table 2 3 funcref)",
            memory: "none",
            table: "home(main).table0 (table 7 funcref)",
            lifted: [0, 3, 1],
            remark: "",
        },
        // Nobody else can make a table of exceptions: it stays, and all after it.
        Row {
            wat: "(table 7 funcref) (table 1 exnref) (table 2 funcref)",
            home: "(table 7 funcref)",
            memory: "none",
            table: "home(main).table0 (table 7 funcref)",
            lifted: [0, 1, 0],
            remark: "",
        },
        // Tables before it go with it, for the same reason; their maximum is not ours to change.
        Row {
            wat: "(table 1 2 externref) (table 7 9 funcref)",
            home: "(table 1 2 externref) (table 7 funcref)",
            memory: "none",
            table: "home(main).table1 (table 7 funcref)",
            lifted: [0, 2, 1],
            remark: "",
        },
        Row {
            wat: r#"(table 4 funcref) (table (export "__indirect_function_table") 7 7 funcref)"#,
            home: "(table 4 funcref) (table 7 funcref)",
            memory: "none",
            table: "home(main).table1 (table 7 funcref)",
            lifted: [0, 2, 1],
            remark: "",
        },
        Row {
            wat: "(table 1 externref)",
            home: "(table 1 externref)",
            memory: "none",
            table: "none",
            lifted: [0, 1, 0],
            remark: "",
        },
        // Helpers cannot make such a table: both stay, with their maximum.
        Row {
            wat: r#"(table 1 exnref) (table (export "t") 7 9 funcref)"#,
            home: "none",
            memory: "none",
            table: "main.t (table 7 9 funcref)",
            lifted: [0, 0, 0],
            remark: "a table before the function table cannot be lifted, so that both stay where \
                     they are",
        },
    ];
    for row in rows {
        let wat = row.wat;
        let plan = link([("main", wat)]).whole();
        assert_eq!(home_of(&plan, 0), row.home, "{wat}");
        assert_eq!(memory_of(&plan, 0), row.memory, "{wat}");
        assert_eq!(table_of(&plan, 0), row.table, "{wat}");
        let Lift { memories, tables, .. } = &plan.modules[0].lift;
        let n_raised = tables.iter().filter(|table| table.maximum_raised).count();
        assert_eq!([memories.len(), tables.len(), n_raised], row.lifted, "{wat}");
        assert!(memories.iter().all(|memory| !memory.maximum_raised), "{wat}");
        assert_eq!(plan.modules[0].remarks.join("\n"), row.remark, "{wat}");
        assert_eq!(plan.modules[0].lift.is_empty(), row.lifted == [0, 0, 0], "{wat}");
    }
}

#[test]
fn a_table_with_an_initial_value_stays_where_it_is() {
    // Only the module itself can run the expression. Such modules are refused today (5028), but the
    // facts can say it, so the planner has an answer.
    let remark = "the table has an initial value, so that it stays where it is";
    for (wat, expected) in [
        (r#"(table (export "t") 7 7 funcref)"#, "main.t (table 7 7 funcref)"),
        ("(table 7 funcref)", "none"),
    ] {
        let mut link = link([("main", wat)]);
        link.modules[0].facts.tables[0].has_init_expr = true;
        let plan = link.whole();
        assert_eq!(home_of(&plan, 0), "none");
        assert_eq!(table_of(&plan, 0), expected);
        assert_eq!(plan.modules[0].remarks, [remark]);
    }
}

#[test]
fn what_a_module_imports_as_its_own_is_made_for_it() {
    let wat = r#"
        (import "env" "memory" (memory 2 4))
        (import "env" "table0" (table 1 3 externref))
        (import "env" "__indirect_function_table" (table 5 5 funcref))"#;
    let plan = link([("main", wat), ("side", wat)]).whole();
    for (number, name) in [(0, "main"), (1, "side")] {
        assert_eq!(home_of(&plan, number), "(memory 2 4) (table 1 3 externref) (table 5 funcref)");
        assert_eq!(memory_of(&plan, number), format!("home({name}).memory0 (memory 2 4)"));
        assert_eq!(table_of(&plan, number), format!("home({name}).table1 (table 5 funcref)"));
        // The engine would refuse a table without a maximum where one is declared.
        assert_eq!(plan.modules[number as usize].lift.relaxed_imports, [2]);
    }
    assert_eq!(plan.table().modules[0].table.as_deref(), Some("table 5 (maximum raised)"));
    assert_eq!(plan.table().modules[0].memory.as_deref(), Some("memory imported"));
}

#[test]
fn a_module_may_share_the_memory_and_table_of_a_peer() {
    let owner = r#"(memory (export "memory") 2)
        (table (export "__indirect_function_table") 5 5 funcref)"#;
    let user = r#"(import "a" "memory" (memory 1))
        (import "a" "__indirect_function_table" (table 1 9 funcref))
        (import "rb:a" "getI8" (func (param i32) (result i32)))
        (import "rb:c" "addFnPtr_from" (func (param i32) (result i32)))"#;
    let other = "(memory 1) (table 3 funcref)";
    for order in
        [[("a", owner), ("b", user), ("c", other)], [("b", user), ("a", owner), ("c", other)]]
    {
        let plan = link(order).whole();
        let b = plan.module_id("b").expect("it is there").number();
        assert_eq!(memory_of(&plan, b), "home(a).memory0 (memory 2)", "as its owner has it");
        assert_eq!(table_of(&plan, b), "home(a).table0 (table 5 funcref)");
        // The owner's maximum of 5 is gone, so the importer's must go too.
        assert_eq!(plan.modules[b as usize].lift.relaxed_imports, [1]);
        // Nobody waits for the owner: what is shared lives in its home helper.
        let first = if order[0].0 == "b" { "instantiate b" } else { "instantiate a" };
        let modules = ["instantiate a", "instantiate b", "instantiate c"];
        let made: Vec<_> =
            steps(&plan).into_iter().filter(|it| modules.contains(&it.as_str())).collect();
        assert_eq!(made[0], first, "{plan}");
    }
}

#[test]
fn an_own_import_can_be_mapped_to_a_peer() {
    let wat = r#"(import "env" "memory" (memory 1))"#;
    let owner = r#"(memory (export "m") 2)"#;
    let plan = link([("main", owner), ("side", wat)]).map("side:env.memory", "main.m").whole();
    assert_eq!(memory_of(&plan, 1), "home(main).memory0 (memory 2)");
    assert_eq!(home_of(&plan, 1), "none");
}

#[test]
fn shared_memories_are_followed_through_re_exports() {
    let again = |peer: &str| {
        format!(
            r#"(import "{peer}" "m" (memory 1)) (export "m" (memory 0))
            (import "{peer}" "t" (table 1 funcref)) (export "t" (table 0))"#
        )
    };
    let owner = r#"(memory (export "m") 2) (table (export "t") 2 2 funcref)"#;
    let (via_b, via_c, via_d) = (again("b"), again("c"), again("d"));
    // From the far end to the owner and the other way round.
    for modules in [
        [("a", via_b.as_str()), ("b", &via_c), ("c", &via_d), ("d", owner)],
        [("d", owner), ("c", &via_d), ("b", &via_c), ("a", &via_b)],
        [("c", &via_d), ("a", &via_b), ("d", owner), ("b", &via_c)],
    ] {
        let plan = link(modules).whole();
        for number in 0..4 {
            assert!(memory_of(&plan, number).starts_with("home(d).memory0 "), "{plan}");
            assert!(table_of(&plan, number).starts_with("home(d).table0 "), "{plan}");
        }
    }
}

#[test]
fn a_ring_of_re_exports_has_no_owner() {
    let again = |peer: &str, what: &str| {
        format!(
            r#"(import "{peer}" "x" ({what})) (export "x" ({} 0))"#,
            &what[..what.find(' ').expect("it is there")]
        )
    };
    for what in ["memory 1", "table 1 funcref", "table 1 externref"] {
        let (a, b, c) = (again("b", what), again("c", what), again("a", what));
        let draft = link([("a", &a), ("b", &b), ("c", &c)]).plan();
        assert_eq!(problems(&draft), ["5015 a b.x", "5015 b c.x", "5015 c a.x"], "{what}");
        let own = again("me", what);
        assert_eq!(problems(&link([("me", &own)]).plan()), ["5015 me me.x"], "{what}");
    }
}

#[test]
fn a_chain_that_ends_in_nothing_is_no_cycle() {
    let again = |peer: &str| format!(r#"(import "{peer}" "m" (memory 1)) (export "m" (memory 0))"#);
    let draft = link([("a", &again("b")), ("b", &again("nobody"))]).plan();
    assert_eq!(problems(&draft), ["5012 a b.m", "5012 b nobody.m"]);
    let why = draft.problems[0].findings.join(" ");
    assert_eq!(why, "`b` exports what it imports as `nobody.m`, which nothing provides");
    // The peer exports a function under that name, so that there is no memory at the end.
    let draft = link([("a", &again("b")), ("b", &again("c")), ("c", r#"(func (export "m"))"#)]);
    assert_eq!(problems(&draft.plan()), ["5012 a b.m", "5013 b c.m"]);
}

#[test]
fn the_maximum_of_a_lifted_table_is_gone_for_importers_too() {
    // The table of `p` says 5 5, but grows once it is lifted: an importer that says 1 9 would not
    // link to it as it stands.
    for wanted in ["1 9", "5 5", "1 5"] {
        let user = format!(r#"(import "p" "t" (table {wanted} funcref))"#);
        let plan = link([("main", &user), ("p", r#"(table (export "t") 5 5 funcref)"#)]).whole();
        assert_eq!(plan.modules[0].lift.relaxed_imports, [0], "{wanted}");
    }
    // A table that is not lifted keeps its maximum, and so does its importer.
    let unlifted = r#"(table 1 exnref) (table (export "t") 5 5 funcref)"#;
    let user = r#"(import "p" "t" (table 1 9 funcref))"#;
    let plan = link([("main", user), ("p", unlifted)]).whole();
    assert_eq!(plan.modules[0].lift.relaxed_imports, [] as [usize; 0]);
}

#[test]
fn pointers_of_a_table_that_cannot_be_lifted_go_through_the_host() {
    let main = r#"(table 1 exnref) (table (export "t") 2 funcref)"#;
    let side = r#"(import "env" "mts_addFnPtr" (func (param i32) (result i32)))
        (import "env" "stm_addFnPtr" (func (param i32) (result i32))) (table 1 funcref)"#;
    let plan = link([("main", main), ("s", side)]).whole();
    let rehome = |from: u32, to: u32| Source::Broker {
        function: BrokerFunction::HostRehome { to: module_id(to) },
        owner: module_id(from),
    };
    assert_eq!(plan.modules[1].imports[0].source, rehome(0, 1));
    assert_eq!(plan.modules[1].imports[1].source, rehome(1, 0));
    // One that is not even exported cannot be reached at all.
    let hidden = main.replace(r#"(export "t")"#, "");
    let draft = link([("main", &hidden), ("s", side)]).plan();
    assert_eq!(problems(&draft), ["5019 s env.mts_addFnPtr", "5019 s env.stm_addFnPtr"]);
}

#[test]
fn two_tables_never_have_one_identity() {
    // `b` uses a table of `a` that is not the function table of `a`: pointers of the two must not
    // be taken for each other, though both live in the home helper of `a`.
    let a = r#"(table (export "spare") 4 funcref)
        (table (export "__indirect_function_table") 4 funcref)"#;
    let b = r#"(import "a" "spare" (table 1 funcref))
        (import "rb:a" "addFnPtr_from" (func (param i32) (result i32)))"#;
    let plan = link([("a", a), ("b", b)]).whole();
    let helper = plan.helpers.iter().find(|it| matches!(it.spec, HelperSpec::Rehome(_)));
    let imports = &helper.expect("both tables can be imported").imports;
    let ids: Vec<_> =
        imports.iter().filter(|it| matches!(it.source, Source::Constant(_))).collect();
    assert_eq!(ids.len(), 2);
    assert_ne!(ids[0].source, ids[1].source);
}

#[test]
fn one_table_has_one_identity_whoever_uses_it() {
    let owner = r#"(table (export "t") 2 funcref) (export "again" (table 0))"#;
    let user = r#"(import "owner" "t" (table 1 funcref))"#;
    let plan = link([("user", user), ("owner", owner)]).whole();
    assert_eq!(plan.table_owner(module_id(0)), Some(module_id(0)));
    assert_eq!(plan.table_owner(module_id(1)), Some(module_id(0)));
    // The same for a table that stays in its module and is exported under two names.
    let owner = r#"(table 1 exnref) (table (export "t") 2 funcref) (export "again" (table 1))"#;
    let user = r#"(import "owner" "again" (table 1 funcref))"#;
    let plan = link([("user", user), ("owner", owner)]).whole();
    assert_eq!(plan.table_owner(module_id(0)), plan.table_owner(module_id(1)));
    assert_eq!(plan.table_owner(module_id(2)), None);
}

#[test]
fn memories_of_two_widths_can_be_joined() {
    let side = r#"(import "env" "mts_memcpy" (func (param i32 i64 i32))) (memory 1)"#;
    let plan = link([("main", "(memory i64 1)"), ("s", side)]).whole();
    let bridge = plan.helpers.iter().find_map(|helper| match helper.spec {
        HelperSpec::Bridge(pair) => Some(pair),
        _ => None,
    });
    let expected = Pair {
        main: module_id(0),
        side: module_id(1),
        main_width: Width::W64,
        side_width: Width::W32,
    };
    assert_eq!(bridge, Some(expected));
}

#[test]
fn libraries_share_what_their_leader_has_from_a_peer() {
    let main = r#"(import "host" "m" (memory 1)) (import "host" "t" (table 1 funcref))"#;
    let host = r#"(memory (export "m") 1) (table (export "t") 4 funcref)"#;
    let lib = r#"(@dylink.0 (mem-info (memory 16 2) (table 2 0))) (import "env" "memory" (memory 1))
        (import "env" "__indirect_function_table" (table 1 funcref))"#;
    let plan = link([("main", main), ("lib", lib), ("host", host)]).whole();
    for number in [0, 1, 2] {
        let shared = plan.host_of(module_id(number)).number();
        assert_eq!(memory_of(&plan, shared), "home(host).memory0 (memory 1)");
        assert_eq!(table_of(&plan, shared), "home(host).table0 (table 4 funcref)");
    }
    let member = plan.modules[1].member.as_ref().expect("it joins main");
    let placement = member.placement.as_ref().expect("it has data");
    // What lies at the start of them is the peer's.
    assert_eq!([&placement.memory, &placement.table], [&Room::Grown, &Room::Grown]);
}

#[test]
fn a_peers_own_table_is_there_before_a_library_gets_slots_in_it() {
    let main = r#"(import "host" "t" (table 1 funcref)) (import "env" "f" (func)) (memory 1)"#;
    let host = r#"(table 1 exnref) (table (export "t") 2 funcref)"#;
    let lib = r#"(@dylink.0 (mem-info (table 2 0))) (func (export "f"))"#;
    let plan = link([("main", main), ("lib", lib), ("host", host)]).whole();
    let steps = steps(&plan);
    let place = |step: &str| steps.iter().position(|it| it.starts_with(step));
    assert!(place("instantiate host") < place("place       lib"), "{plan}");
}

#[test]
fn a_leader_cannot_have_its_memory_from_its_own_library() {
    let main = r#"(import "host" "m" (memory 1))"#;
    let host = r#"(import "lib" "m" (memory 1)) (export "m" (memory 0))"#;
    let lib = r#"(@dylink.0 (mem-info)) (import "env" "memory" (memory 1))
        (export "m" (memory 0))"#;
    let draft = link([("main", main), ("host", host), ("lib", lib)]).plan();
    assert_eq!(problems(&draft)[0], "5015 main host.m");
}

#[test]
fn a_program_in_a_peers_memory_is_told_of_no_heap() {
    let main = r#"(@dylink.0 (mem-info (memory 16 4))) (import "env" "memory" (memory 1))
        (import "env" "__memory_base" (global i32)) (import "env" "__heap_base" (global i32))
        (import "GOT.mem" "__heap_end" (global (mut i32)))"#;
    let host = r#"(memory (export "m") 1)"#;
    assert_eq!(problems(&link([("main", main), ("host", host)]).plan()), Vec::<String>::new());
    let draft = link([("main", main), ("host", host)]).map("env.memory", "host.m").plan();
    assert_eq!(problems(&draft), ["5012 main env.__heap_base", "5012 main GOT.mem.__heap_end"]);
    let why = draft.problems[0].findings.join(" ");
    assert!(why.starts_with("the memory of `main` belongs to a peer"), "{why}");
}

#[test]
fn one_name_is_one_memory_or_table() {
    let rows = [
        ("(memory 1)", "(memory 1)", "(memory 1)"),
        ("(memory 1 9)", "(memory 3)", "(memory 3 9)"),
        ("(memory 2 9)", "(memory 1 4)", "(memory 2 4)"),
        ("(memory 1 2)", "(memory 3)", "5013 main env.x"),
        ("(memory 1)", "(memory i64 1)", "5013 main env.x"),
        ("(memory 1)", "(table 1 funcref)", "5013 main env.x"),
        ("(table 1 9 externref)", "(table 2 externref)", "(table 2 9 externref)"),
        ("(table 1 funcref)", "(table 1 externref)", "5013 main env.x"),
        ("(table 1 funcref)", "(table 4 9 funcref)", "(table 4 funcref)"),
        ("(table 5 funcref)", "(table 1 4 funcref)", "5013 main env.x"),
    ];
    for (one, other, expected) in rows {
        let wat = format!(r#"(import "env" "x" {one}) (import "env" "x" {other})"#);
        let draft = link([("main", &wat)]).plan();
        match expected.starts_with("5013") {
            true => assert_eq!(problems(&draft), [expected], "{wat}"),
            false => {
                assert_eq!(problems(&draft), Vec::<String>::new(), "{wat}");
                assert_eq!(home_of(&draft.plan, 0), expected, "{wat}");
                let imports = &draft.plan.modules[0].imports;
                assert_eq!(imports[0].source, imports[1].source, "{wat}");
            }
        }
    }
}

#[test]
fn what_is_handed_on_has_the_limits_of_what_there_is() {
    let rows = [
        ("(memory 5 10)", "(memory 1)", "(memory 2 10)", true),
        ("(memory 5 10)", "(memory 1)", "(memory 6 10)", false),
        ("(memory 5 10)", "(memory 1)", "(memory 2 9)", false),
        ("(memory 5)", "(memory 1)", "(memory 2 10)", false),
        ("(table 5 10 externref)", "(table 1 externref)", "(table 2 10 externref)", true),
        ("(table 5 10 externref)", "(table 1 externref)", "(table 2 9 externref)", false),
        ("(table 5 10 funcref)", "(table 1 funcref)", "(table 5 10 funcref)", true),
        ("(table 5 10 funcref)", "(table 1 funcref)", "(table 6 10 funcref)", false),
    ];
    for (has, hands_on, wants, fits) in rows {
        let kind = if has.starts_with("(memory") { "memory" } else { "table" };
        let a = format!(r#"(import "b" "m" {wants})"#);
        let b = format!(r#"(import "c" "m" {hands_on}) (export "m" ({kind} 0))"#);
        let c = format!(r#"{has} (export "m" ({kind} 0))"#);
        let draft = link([("a", &a), ("b", &b), ("c", &c)]).plan();
        let expected: &[&str] = if fits { &[] } else { &["5013 a b.m"] };
        assert_eq!(problems(&draft), expected, "{has} {wants}");
    }
}

#[test]
fn a_maximum_that_the_broker_raises_is_no_problem_of_others() {
    let lib = r#"(@dylink.0 (mem-info)) (import "env" "memory" (memory 5 5))
        (export "memory" (memory 0))"#;
    for (main, user, expected) in [
        ("(memory 1 2)", r#"(import "main" "memory" (memory 1 2))"#, ""),
        ("(memory 1 2)", r#"(import "lib" "memory" (memory 5 5))"#, ""),
        ("(memory 1 2)", r#"(import "main" "memory" (memory 1 1))"#, "5013 user main.memory"),
        // The library's own limits do not count, so that nobody else can count on them.
        ("(memory 1)", r#"(import "lib" "memory" (memory 5 5))"#, "5013 user lib.memory"),
    ] {
        let main = format!(r#"{main} (export "memory" (memory 0))"#);
        let draft = link([("main", &main), ("lib", lib), ("user", user)]).plan();
        assert_eq!(problems(&draft).join(" "), expected, "{main} {user}");
        let help = draft.problems.iter().flat_map(|problem| &problem.help);
        assert!(help.into_iter().all(|it| !it.contains("--map")), "to map it to itself is no help");
        if expected.is_empty() {
            assert_eq!(memory_of(&draft.plan, 2), "home(main).memory0 (memory 5 5)");
            assert_eq!(
                draft.plan.modules[2].lift.relaxed_imports.len(),
                usize::from(user.contains(" 2)"))
            );
        }
    }
}
