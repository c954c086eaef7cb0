//! Plans as JSON. That every plan of every test survives the round trip is held by
//! [`super::assert_sound`]; here is what the text looks like, and what is refused.

use super::*;
use crate::sig::GlobalType;

fn small() -> LinkPlan {
    let main = r#"(import "env" "log" (func (param i32))) (memory i64 1 2)
        (table 2 2 funcref) (func (export "_initialize"))"#;
    link([("main", main)]).host("env", "log").whole()
}

/// The text without blanks and line breaks, for comparing.
fn squeezed(json: &str) -> String {
    json.split_whitespace().collect::<Vec<_>>().join("")
}

#[test]
fn the_text_is_what_a_reader_expects() {
    let expected = r#"{
        "version": 2,
        "modules": [{
            "name": "main",
            "imports": [{
                "module": "env", "name": "log",
                "ty": {"kind": "func", "params": ["i32"], "results": []},
                "source": {"kind": "host", "host": 0},
                "mapped_by": null
            }],
            "memory": {
                "ty": {"width": "i64", "min_pages": 1, "max_pages": 2, "shared": false},
                "source": {"kind": "helper", "helper": 0, "export": "memory0"}
            },
            "table": {
                "ty": {"width": "i32", "element": "funcref", "min_slots": 2, "max_slots": null},
                "source": {"kind": "helper", "helper": 0, "export": "table0"}
            },
            "member": null,
            "lift": {
                "memories": [{
                    "ty": {"width": "i64", "min_pages": 1, "max_pages": 2, "shared": false},
                    "source": {"kind": "helper", "helper": 0, "export": "memory0"},
                    "maximum_raised": false
                }],
                "tables": [{
                    "ty": {"width": "i32", "element": "funcref", "min_slots": 2,
                           "max_slots": null},
                    "source": {"kind": "helper", "helper": 0, "export": "table0"},
                    "maximum_raised": true
                }],
                "relaxed_imports": [],
                "stack_pointer_idx": null,
                "host_references": []
            },
            "remarks": [],
            "closed": false
        }],
        "helpers": [{
            "spec": {
                "kind": "home", "module": 0,
                "memories": [{"width": "i64", "min_pages": 1, "max_pages": 2, "shared": false}],
                "tables": [{"width": "i32", "element": "funcref", "min_slots": 2,
                            "max_slots": null}]
            },
            "imports": []
        }],
        "globals": [],
        "steps": [
            {"kind": "instantiate", "node": {"kind": "helper", "id": 0}},
            {"kind": "instantiate", "node": {"kind": "module", "id": 0}},
            {"kind": "call", "module": 0, "export": "_initialize"}
        ]
    }"#;
    assert_eq!(squeezed(&small().to_json()), squeezed(expected));
    assert_eq!(LinkPlan::from_json(expected).expect("blanks do not matter"), small());
}

#[test]
fn every_variant_survives_the_round_trip() {
    let func = FuncType::new([ValType::V128, ValType::Ref("externref".to_owned())], [ValType::F64]);
    let memory = MemoryType { width: Width::W32, min_pages: 1, max_pages: None, shared: true };
    let table = TableType {
        width: Width::W64,
        element: ValType::Ref("(ref null $3)".to_owned()),
        min_slots: u64::MAX,
        max_slots: Some(u64::MAX),
    };
    let types = [
        ExternType::Func(func.clone()),
        ExternType::Memory(memory),
        ExternType::Table(table),
        ExternType::Global(GlobalType { value: ValType::F32, mutable: true }),
        ExternType::Tag(func),
    ];
    let functions = [
        BrokerFunction::Dlopen,
        BrokerFunction::Dlsym,
        BrokerFunction::LogEnabled,
        BrokerFunction::AccessorBridge,
        BrokerFunction::AccessorBridgeFb,
        BrokerFunction::Fault,
        BrokerFunction::Check,
        BrokerFunction::HostRehome { to: module_id(0) },
        BrokerFunction::AtExit,
        BrokerFunction::Loader("_dlopen_js".to_owned()),
        BrokerFunction::Wasi("fd_write".to_owned()),
        BrokerFunction::Emscripten("abort".to_owned()),
    ];
    let of_broker = |function| Source::Broker { function, owner: module_id(0) };
    let mut sources: Vec<_> = functions.into_iter().map(of_broker).collect();
    sources.extend([
        Source::Host(HostId::new(u32::MAX)),
        Source::Constant(i64::MIN),
        Source::Constant(i64::MAX),
        Source::Stub(StubKind::Trap),
        Source::Stub(StubKind::Zero),
        Source::Base { module: module_id(0), base: Base::Memory },
        Source::Base { module: module_id(0), base: Base::Table },
        Source::Address { module: module_id(0), export: "data".to_owned() },
        Source::Missing,
    ]);
    let mut plan = small();
    for (idx, source) in sources.into_iter().enumerate() {
        plan.modules[0].imports.push(PlannedImport {
            module: "quote \" back \\ line \n zero \0 mark \u{202e}".to_owned(),
            name: String::new(),
            ty: types[idx % types.len()].clone(),
            source,
            mapped_by: Some("row 1".to_owned()),
        });
    }
    assert_eq!(LinkPlan::from_json(&plan.to_json()).expect("it was written"), plan);
}

#[test]
fn every_part_of_a_group_survives_the_round_trip() {
    let main = module_id(0);
    let export = || "malloc".to_owned();
    let rooms = [Room::Fixed(u64::MAX), Room::Allocated { module: main, export: export() }];
    let rooms = rooms.into_iter().chain([Room::Grown]);
    let scopes = [Scope::Global, Scope::Local(main), Scope::Local(main)];
    let stack = StackSpace { low: 1, high: 2, heap_base: u64::MAX };
    let mut plan = small();
    for (room, scope) in rooms.clone().zip(scopes) {
        let placement = Placement {
            memory_bytes: u64::MAX,
            memory_align_bytes: 1 << 16,
            table_slots: 3,
            table_align_slots: 1,
            memory: room.clone(),
            table: room,
        };
        let member = Member {
            leader: main,
            placement: Some(placement),
            stack: Some(stack),
            scope,
            needed: vec![main],
        };
        let mut module = plan.modules[0].clone();
        module.lift.stack_pointer_idx = Some(u32::MAX);
        module.member = Some(member);
        plan.modules.push(module);
    }
    let placeless =
        Member { leader: main, placement: None, stack: None, scope: Scope::Global, needed: vec![] };
    plan.modules[0].member = Some(placeless);
    let source = Source::Peer { module: main, export: export() };
    let ty = FuncType::new([ValType::I64], []);
    let stacks = rooms.map(|room| Symbol::Stack { n_bytes: 1, room });
    let values = [
        Symbol::Number(u64::MAX),
        Symbol::Data { module: main, export: export() },
        Symbol::Function { source, ty },
    ];
    for (value, width) in stacks.chain(values).zip([Width::W32, Width::W64].into_iter().cycle()) {
        let name = format!("GOT.mem.{}", plan.globals.len());
        plan.globals.push(SharedGlobal { leader: main, name, width, value });
    }
    plan.modules[0].imports[0].source = Source::Missing;
    plan.modules[1].imports[0].source = Source::Shared(GlobalId::new(2));
    let end = GlobalId::new(plan.globals.len() as u32);
    plan.steps.extend([
        Step::Place(module_id(1)),
        Step::FillGlobals { first: GlobalId::new(0), end },
        Step::Relocate { module: main, export: export() },
        Step::InitTls(main),
        Step::SetStackLimits(main),
    ]);
    let spec = HelperSpec::Tag { leader: main, name: export(), ty: FuncType::default() };
    plan.helpers.push(Helper { spec, imports: vec![] });
    assert_eq!(LinkPlan::from_json(&plan.to_json()).expect("it was written"), plan);
    // What names nothing is refused.
    for wrong in [
        |plan: &mut LinkPlan| plan.globals.truncate(2),
        |plan: &mut LinkPlan| plan.steps.push(Step::Place(module_id(9))),
        |plan: &mut LinkPlan| plan.modules[1].member.as_mut().expect("one").leader = module_id(9),
        |plan: &mut LinkPlan| plan.globals[0].leader = module_id(9),
    ] {
        let mut plan = plan.clone();
        wrong(&mut plan);
        let error = LinkPlan::from_json(&plan.to_json()).expect_err("it names what is not there");
        assert!(error.to_string().contains("does not exist"), "{error}");
    }
}

#[test]
fn an_empty_plan_is_a_plan() {
    let plan = LinkPlan::default();
    assert_eq!(LinkPlan::from_json(&plan.to_json()).expect("it was written"), plan);
}

#[test]
fn what_is_no_plan_is_refused_with_its_place() {
    let json = small().to_json();
    let rows = [
        (String::new(), "not a plan: line 1, column 0: EOF while parsing a value"),
        ("[".repeat(100_000), "not a plan: line 1, column 1: invalid type: sequence"),
        ("{}".to_owned(), "not a plan: line 1, column 2: missing field `version`"),
        ("{\"version\": 2}".to_owned(), "not a plan: line 1, column 14: missing field `modules`"),
        ("{\"version\": -1}".to_owned(), "not a plan: line 1, column 14: invalid value"),
        (json.replace("\"version\": 2", "\"version\": 3"), "the plan has version 3, only 2 can"),
        (
            json.replace("\"shared\": false", "\"shared\": 0"),
            "invalid type: integer `0`, expected a boolean",
        ),
        (json.replace("\"closed\"", "\"open\""), "unknown field `open`"),
        (json.replace("\"funcref\"", "\"i33\""), "`i33`"),
        (json.replace("\"call\"", "\"jump\""), "unknown variant `jump`"),
        (json.replace("\"helper\": 0", "\"helper\": 4294967296"), "invalid value"),
        (json[..json.len() / 2].to_owned(), "EOF while parsing"),
        (format!("{json} x"), "trailing characters"),
        (json.replace("\"main\"", "\"\\ud800\""), "not a plan"),
    ];
    for (text, expected) in rows {
        let error = LinkPlan::from_json(&text).expect_err(expected);
        assert_eq!(error.code(), Code::ManifestError, "{error}");
        assert!(error.message().contains(expected), "{error} is not {expected}");
    }
}

#[test]
fn contradictions_are_refused() {
    let json = small().to_json();
    let rows = [
        (json.replace("\"helper\": 0", "\"helper\": 7"), "which does not exist"),
        (json.replace("\"memory0\"", "\"memory9\""), "which does not exist"),
        (json.replace("\"module\": 0", "\"module\": 7"), "which does not exist"),
        (json.replace("\"id\": 0", "\"id\": 7"), "which does not exist"),
        (json.replace("\"relaxed_imports\": []", "\"relaxed_imports\": [0]"), "has no limits"),
        (json.replace("\"relaxed_imports\": []", "\"relaxed_imports\": [9]"), "has no limits"),
    ];
    for (text, expected) in rows {
        let error = LinkPlan::from_json(&text).expect_err(expected);
        assert_eq!(error.code(), Code::ManifestError, "{error}");
        assert!(error.to_string().contains(expected), "{error} is not {expected}");
    }
    let mut plan = small();
    plan.steps.swap(0, 1);
    let error = LinkPlan::from_json(&plan.to_json()).expect_err("the order is wrong");
    assert!(error.to_string().contains("step 1 of the plan cannot be carried out"), "{error}");
}

#[test]
fn wrappers_around_wrappers_are_refused_before_anything_follows_them() {
    // Printing a plan follows a wrapper to what it wraps: a chain or ring would have no end.
    let mut plan = small();
    plan.modules[0].imports[0].source = Source::Missing;
    let wrapper = |around: u32| Helper {
        spec: HelperSpec::Wrapper {
            declared: FuncType::default(),
            actual: FuncType::default(),
            integers: Integers::Width,
        },
        imports: vec![HelperImport {
            module: names::ENV.to_owned(),
            name: names::WRAPPED.to_owned(),
            source: Source::Helper {
                helper: HelperId::new(around),
                export: names::WRAPPED.to_owned(),
            },
        }],
    };
    for chain in [vec![1], vec![2, 1]] {
        let mut plan = plan.clone();
        plan.helpers.extend(chain.into_iter().map(wrapper));
        assert!(LinkPlan::from_json(&plan.to_json()).is_err());
    }
}
