//! The ledger answers like a few maps, for any numbers, and when its memory is out.

use proptest::{prelude::*, test_runner::TestRunner};
use wasmtime::{Config, Engine, Module, Store, StoreLimits, StoreLimitsBuilder};

use crate::{
    failing_runner,
    ledger_model::{Identity, LedgerModel, Place},
    ledger_wasm::Ledger,
    runner,
};

/// Bytes of a page of memory, the ledger's whole memory at the start.
const PAGE_BYTES: usize = 0x1_0000;

/// Far more instructions than a case needs; a ledger whose chains are rings would never end.
const FUEL: u64 = 2_000_000;

/// One call of the ledger.
#[derive(Clone, Copy, Debug)]
enum Step {
    Find(i32, Identity),
    Origin(Place),
    State(Place),
    Room(u32),
    Grown(Place, u32),
    Take(i32, Identity),
    Release(Place),
    DropTable(i32),
}

fn steps() -> impl Strategy<Value = Step> {
    // Few enough tables and slots to meet again, and now and then any number at all.
    // Ids that are far apart share a hash bucket at times; neighbours never do while rows are few.
    let ids = prop::sample::select(vec![0, 1, 0x100_0000, 0x200_0000]);
    let id = prop_oneof![20 => ids, 1 => any::<i32>()].boxed();
    let slot = prop_oneof![20 => 0..12_i64, 1 => any::<i64>(), 1 => -3..0_i64].boxed();
    let n_slots = prop_oneof![20 => 0..6_u32, 1 => any::<u32>()];
    let wanted = prop_oneof![0..60_u32, any::<u32>()];
    let pair = (id.clone(), slot).boxed();
    prop_oneof![
        2 => (id.clone(), pair.clone()).prop_map(|(table, identity)| Step::Find(table, identity)),
        2 => pair.clone().prop_map(Step::Origin),
        2 => pair.clone().prop_map(Step::State),
        1 => wanted.prop_map(Step::Room),
        4 => (pair.clone(), n_slots).prop_map(|(place, n_slots)| Step::Grown(place, n_slots)),
        8 => (id.clone(), pair.clone()).prop_map(|(table, identity)| Step::Take(table, identity)),
        5 => pair.prop_map(Step::Release),
        1 => id.prop_map(Step::DropTable),
    ]
}

/// What the ledger and what the model answers.
fn answers(
    step: Step,
    store: &mut Store<()>,
    ledger: &Ledger,
    model: &mut LedgerModel,
) -> [String; 2] {
    macro_rules! both {
        ($found:expr, $expected:expr) => {
            [format!("{:?}", $found), format!("{:?}", $expected)]
        };
    }
    match step {
        Step::Find(table, id) => both!(ledger.find(store, table, id), model.find(table, id)),
        Step::Origin(place) => both!(ledger.origin(store, place), model.origin(place)),
        Step::State(place) => both!(ledger.state(store, place), model.state(place)),
        Step::Room(wanted) => both!(ledger.room(store, wanted), model.room(wanted)),
        Step::Grown((table, first_slot), n_slots) => both!(
            ledger.grown(store, (table, first_slot), n_slots),
            model.grown(table, first_slot, n_slots)
        ),
        Step::Take(table, id) => both!(ledger.take(store, table, id), model.take(table, id)),
        Step::Release(place) => both!(ledger.release(store, place), model.release(place)),
        Step::DropTable(table) => both!(ledger.drop_table(store, table), model.drop_table(table)),
    }
}

/// An engine that can stop a ledger which does not end.
fn engine_with_fuel() -> Engine {
    let mut config = Config::new();
    config.consume_fuel(true);
    Engine::new(&config).expect("the configuration is valid")
}

/// Runs the property on random cases; an error says how the smallest case that fails differs.
fn run(engine: &Engine, module: &Module, runner: &mut TestRunner) -> Result<(), String> {
    let cases = (0..50_u32, prop::collection::vec(steps(), 1..120));
    let result = runner.run(&cases, |(max_slots, steps)| {
        let mut store = Store::new(engine, ());
        store.set_fuel(FUEL).expect("the engine counts fuel");
        let ledger = Ledger::new(&mut store, module, max_slots);
        let mut model = LedgerModel::new(max_slots);
        for step in steps {
            let [found, expected] = answers(step, &mut store, &ledger, &mut model);
            prop_assert_eq!(found, expected, "{:?}", step);
        }
        ledger.assert_same(&mut store, &model);
        Ok(())
    });
    result.map_err(|error| error.to_string())
}

#[test]
fn the_ledger_answers_like_the_model() {
    let engine = engine_with_fuel();
    let found = run(&engine, &Ledger::module(&engine), &mut runner());
    found.unwrap_or_else(|error| panic!("{error}"));
}

/// The ledger's text, but with two rows and buckets at first: so few that chains are long, and that
/// the rows double while the cases are small.
fn text_with_few_rows() -> String {
    let text = bridge_wat::ledger_text();
    let n_rows = "(global $n_rows (mut i32) (i32.const 1024))";
    assert!(text.contains(n_rows), "the ledger starts with another number of rows now");
    text.replace(n_rows, "(global $n_rows (mut i32) (i32.const 2))")
}

#[test]
fn the_ledger_answers_like_the_model_while_chains_are_long_and_rows_double() {
    let engine = engine_with_fuel();
    let module = Module::new(&engine, text_with_few_rows()).expect("the text is valid");
    run(&engine, &module, &mut runner()).unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn the_property_refuses_every_mutant_of_the_ledger() {
    let owner = "(i32.eq (i32.load (i32.add (local.get $row) (global.get $OWNER))) \
                 (local.get $owner))";
    let mutants = [
        ("any owner will do", owner, "(i32.const 1)"),
        ("released is still found", "(call $unlink_identity (local.get $row))", ""),
        ("dropped is still there", "(call $unlink_place (local.get $row))", ""),
        (
            "the head forgets its end",
            "(global.get $LAST_FREE)) (local.get $row))",
            "(global.get $LAST_FREE)) (i32.const 0))",
        ),
        (
            "slot 0 is handed out",
            "(i64.eq (local.get $slot) (global.get $NO_SLOT))",
            "(i32.const 0)",
        ),
        ("rows are not linked again", "(call $link_all_rows)", ""),
        ("old chains stay", "(call $clear_buckets)", ""),
        ("no cap", "(i32.ge_u (global.get $n_added) (global.get $max_slots))", "(i32.const 0)"),
    ];
    let engine = engine_with_fuel();
    for (name, piece, exchanged_for) in mutants {
        let text = text_with_few_rows();
        assert!(text.contains(piece), "the ledger does not say `{piece}` any more");
        let text = text.replace(piece, exchanged_for);
        let module = Module::new(&engine, text).expect("the mutant is valid");
        let found = run(&engine, &module, &mut failing_runner());
        assert!(found.is_err(), "the property accepts the mutant `{name}`");
    }
}

#[test]
fn thousands_of_slots_stay_right_while_the_rows_double() {
    let engine = Engine::default();
    let mut store = Store::new(&engine, ());
    let ledger = Ledger::new(&mut store, &Ledger::module(&engine), u32::MAX);
    let mut model = LedgerModel::new(u32::MAX);
    // 6,000 slots double the 1,024 rows three times; every table is live in part meanwhile.
    for chunk in 0..20_i64 {
        for table in [7, 8, 0x7fff_ffff] {
            let first_slot = 1 + chunk * 100;
            let n_grown = ledger.grown(&mut store, (table, first_slot), 100);
            assert_eq!(n_grown, model.grown(table, first_slot, 100));
            for source_slot in 0..60 {
                let identity = (table ^ 1, chunk * 1000 + source_slot);
                let slot = ledger.take(&mut store, table, identity);
                assert_eq!(slot, model.take(table, identity));
            }
            let oldest = (table, first_slot - chunk * 50);
            assert_eq!(ledger.release(&mut store, oldest), model.release(oldest));
        }
    }
    ledger.assert_same(&mut store, &model);
    assert_eq!(ledger.drop_table(&mut store, 8), model.drop_table(8));
    ledger.assert_same(&mut store, &model);
    // The rows of the dropped table are enough for a new one.
    assert_eq!(ledger.grown(&mut store, (9, 5), 2000), model.grown(9, 5, 2000));
    ledger.assert_same(&mut store, &model);
}

#[test]
fn without_memory_no_slot_is_added_and_nothing_is_lost() {
    let engine = Engine::default();
    let limits = StoreLimitsBuilder::new().memory_size(2 * PAGE_BYTES).build();
    let mut store: Store<StoreLimits> = Store::new(&engine, limits);
    store.limiter(|limits| limits);
    let ledger = Ledger::new(&mut store, &Ledger::module(&engine), u32::MAX);
    // One of the 1,024 rows is not used, another one is the table's head.
    assert_eq!(ledger.grown(&mut store, (1, 1), 5000), 1022);
    assert_eq!(ledger.grown(&mut store, (1, 1023), 1), 0);
    assert_eq!(ledger.grown(&mut store, (2, 1), 1), 0);
    assert_eq!(ledger.room(&mut store, 64), 64, "the cap is not what is in the way");
    let mut model = LedgerModel::new(1022);
    model.grown(1, 1, 1022);
    for source_slot in 0..1023 {
        let slot = ledger.take(&mut store, 1, (0, source_slot));
        assert_eq!(slot, model.take(1, (0, source_slot)));
    }
    assert_eq!(ledger.release(&mut store, (1, 500)), model.release((1, 500)));
    ledger.assert_same(&mut store, &model);
    // What a dropped table held can be used at once.
    assert_eq!(ledger.drop_table(&mut store, 1), 1022);
    assert_eq!(ledger.grown(&mut store, (2, 1), 5000), 1022);
}
