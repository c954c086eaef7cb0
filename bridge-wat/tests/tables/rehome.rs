//! Three tables of any width and limit, with a re-homer for each ordered pair, behave like arrays.

use bridge_wat::Width;
use proptest::{prelude::*, test_runner::TestRunner};
use wasmtime::{
    Caller, Config, Engine, Func, Global, GlobalType, Linker, Module, Mutability, Ref, RefType,
    Store, Table, TableType, Val, ValType,
};

use crate::{failing_runner, ledger_model::LedgerModel, ledger_wasm::Ledger, runner};

const N_TABLES: usize = 3;
/// What the host calls the tables; not their positions, and one is as large as an id can be.
const TABLE_IDS: [i32; N_TABLES] = [0, 5, i32::MAX];
/// Functions that the tables may hold; each returns its number.
const N_FUNCTIONS: u32 = 5;
/// Slots that a re-homer asks for at a time.
const GROW_SLOTS: u32 = 64;

/// A table at the start of a case.
#[derive(Clone, Debug)]
struct Start {
    is_wide: bool,
    /// The numbers of the functions that it holds.
    entries: Vec<Option<u32>>,
    /// How far it may grow past that.
    max_growth: Option<usize>,
}

/// What the host or a guest does. A slot is taken modulo the slots that there are.
#[derive(Clone, Copy, Debug)]
enum Step {
    Rehome {
        from: usize,
        to: usize,
        slot: usize,
    },
    /// The host releases one of the live slots, and nulls it.
    Release {
        table: usize,
        live_slot: usize,
    },
    /// A guest writes one of its own entries.
    Overwrite {
        table: usize,
        slot: usize,
        entry: Option<u32>,
    },
    /// A guest grows its own table.
    Grow {
        table: usize,
        n_slots: usize,
    },
    DropTable {
        table: usize,
    },
}

/// What `fault` was told: code, table and slot.
type Fault = (i32, i32, i64);

/// Tables as arrays.
struct Model {
    tables: Vec<Vec<Option<u32>>>,
    max_lens: Vec<Option<usize>>,
    ledger: LedgerModel,
}

impl Model {
    fn new(starts: &[Start], max_slots: u32) -> Model {
        let max_len = |start: &Start| start.max_growth.map(|n| start.entries.len() + n);
        Model {
            tables: starts.iter().map(|start| start.entries.clone()).collect(),
            max_lens: starts.iter().map(max_len).collect(),
            ledger: LedgerModel::new(max_slots),
        }
    }

    /// Grows a table by null entries and gives its old length.
    fn grow(&mut self, table: usize, n_slots: usize) -> Option<usize> {
        let len = self.tables[table].len();
        if self.max_lens[table].is_some_and(|max_len| len + n_slots > max_len) {
            return None;
        }
        self.tables[table].resize(len + n_slots, None);
        Some(len)
    }

    fn rehome(&mut self, from: usize, to: usize, slot: i64) -> Result<i64, Fault> {
        if slot == 0 {
            return Ok(0);
        }
        let entry = self.tables[from].get(slot as usize).copied().flatten();
        let Some(function) = entry else {
            return Err((5017, TABLE_IDS[from], slot));
        };
        let identity = match self.ledger.origin((TABLE_IDS[from], slot)) {
            (-1, _) => (TABLE_IDS[from], slot),
            identity => identity,
        };
        if identity.0 == TABLE_IDS[to] {
            return Ok(identity.1);
        }
        let mut to_slot = self.ledger.take(TABLE_IDS[to], identity);
        if to_slot == 0 {
            self.add_slots(to)?;
            to_slot = self.ledger.take(TABLE_IDS[to], identity);
        }
        self.tables[to][to_slot as usize] = Some(function);
        Ok(to_slot)
    }

    fn add_slots(&mut self, to: usize) -> Result<(), Fault> {
        let mut n_slots = self.ledger.room(GROW_SLOTS);
        if n_slots == 0 {
            return Err((5019, TABLE_IDS[to], 0));
        }
        if self.tables[to].is_empty() {
            self.grow(to, 1);
        }
        let first_slot = self.grow(to, n_slots as usize).or_else(|| {
            n_slots = 1;
            self.grow(to, 1)
        });
        let first_slot = first_slot.ok_or((5019, TABLE_IDS[to], 1))?;
        self.ledger.grown(TABLE_IDS[to], first_slot as i64, n_slots);
        Ok(())
    }
}

/// The compiled helpers.
struct Kit {
    engine: Engine,
    ledger: Module,
    /// By whether `from` is wide, then by whether `to` is.
    rehomers: [[Module; 2]; 2],
}

impl Kit {
    /// `edit` may change the text of the re-homers.
    fn new(edit: impl Fn(&str) -> String) -> Kit {
        let mut config = Config::new();
        config.wasm_multi_memory(false).wasm_memory64(true);
        let engine = Engine::new(&config).expect("the configuration is valid");
        let rehomers = [Width::W32, Width::W64].map(|from| {
            [Width::W32, Width::W64].map(|to| {
                let text = edit(bridge_wat::rehome_text(from, to));
                Module::new(&engine, text).expect("the re-homer is valid")
            })
        });
        Kit { ledger: Ledger::module(&engine), rehomers, engine }
    }
}

/// Real tables, with a real ledger and real re-homers.
struct World {
    store: Store<Option<Fault>>,
    are_wide: Vec<bool>,
    tables: Vec<Table>,
    functions: Vec<Func>,
    ledger: Ledger,
    /// By from, then by to.
    rehomers: Vec<Vec<Func>>,
}

impl World {
    fn new(kit: &Kit, starts: &[Start], max_slots: u32) -> World {
        let mut store = Store::new(&kit.engine, None);
        let ledger = Ledger::new(&mut store, &kit.ledger, max_slots);
        let functions: Vec<Func> =
            (0..N_FUNCTIONS).map(|number| Func::wrap(&mut store, move || number)).collect();
        let tables: Vec<Table> =
            starts.iter().map(|start| table(&mut store, start, &functions)).collect();
        let are_wide: Vec<bool> = starts.iter().map(|start| start.is_wide).collect();
        let mut rehomers = Vec::new();
        for from in 0..N_TABLES {
            let to_each = (0..N_TABLES).map(|to| {
                let module = &kit.rehomers[usize::from(are_wide[from])][usize::from(are_wide[to])];
                let ends = [("from", from), ("to", to)].map(|(role, at)| (role, at, tables[at]));
                rehomer(&mut store, module, ends, &ledger)
            });
            rehomers.push(to_each.collect());
        }
        World { store, are_wide, tables, functions, ledger, rehomers }
    }

    fn rehome(&mut self, from: usize, to: usize, slot: i64) -> Result<i64, Fault> {
        let pointer =
            if self.are_wide[from] { Val::I64(slot) } else { Val::I32(slot as u32 as i32) };
        let mut results = [Val::I32(0)];
        *self.store.data_mut() = None;
        match self.rehomers[from][to].call(&mut self.store, &[pointer], &mut results) {
            Ok(()) => Ok(match results[0] {
                Val::I32(slot) => i64::from(slot as u32),
                Val::I64(slot) => slot,
                _ => panic!("a function pointer is an integer"),
            }),
            Err(error) => Err(self.store.data().unwrap_or_else(|| panic!("no fault: {error:?}"))),
        }
    }

    fn set(&mut self, table: usize, slot: usize, entry: Option<u32>) {
        let function = entry.map(|number| self.functions[number as usize]);
        let set = self.tables[table].set(&mut self.store, slot as u64, Ref::Func(function));
        set.expect("the slot is in range");
    }

    /// The numbers of the functions that a table holds.
    fn entries(&mut self, table: usize) -> Vec<Option<u32>> {
        let table = self.tables[table];
        let n_slots = table.size(&self.store);
        let mut entries = Vec::new();
        for slot in 0..n_slots {
            let entry = table.get(&mut self.store, slot).expect("the slot is in range");
            entries.push(entry.unwrap_func().copied().map(|function| {
                let function = function.typed::<(), u32>(&self.store).expect("it has the type");
                function.call(&mut self.store, ()).expect("it returns its number")
            }));
        }
        entries
    }
}

fn table(store: &mut Store<Option<Fault>>, start: &Start, functions: &[Func]) -> Table {
    let len = start.entries.len();
    let max_len = start.max_growth.map(|n| len + n);
    let table_type = if start.is_wide {
        TableType::new64(RefType::FUNCREF, len as u64, max_len.map(|len| len as u64))
    } else {
        TableType::new(RefType::FUNCREF, len as u32, max_len.map(|len| len as u32))
    };
    let table = Table::new(&mut *store, table_type, Ref::Func(None)).expect("the table fits");
    for (slot, entry) in start.entries.iter().enumerate() {
        let function = entry.map(|number| functions[number as usize]);
        table.set(&mut *store, slot as u64, Ref::Func(function)).expect("it is in range");
    }
    table
}

fn rehomer(
    store: &mut Store<Option<Fault>>,
    module: &Module,
    ends: [(&str, usize, Table); 2],
    ledger: &Ledger,
) -> Func {
    let mut linker = Linker::new(store.engine());
    for (role, at, table) in ends {
        linker.define(&mut *store, role, "table", table).expect("a new name");
        let id_type = GlobalType::new(ValType::I32, Mutability::Const);
        let id = Global::new(&mut *store, id_type, Val::I32(TABLE_IDS[at])).expect("it fits");
        linker.define(&mut *store, role, "id", id).expect("a new name");
    }
    linker.instance(&mut *store, "ledger", ledger.instance).expect("a new name");
    let fault = |mut caller: Caller<'_, Option<Fault>>, code: i32, table: i32, slot: i64| {
        *caller.data_mut() = Some((code, table, slot));
        Err::<(), _>(wasmtime::format_err!("fault {code}"))
    };
    linker.func_wrap("env", "fault", fault).expect("a new name");
    linker.func_wrap("env", "check", |_: i32, _: i64| {}).expect("a new name");
    let instance = linker.instantiate(&mut *store, module).expect("the re-homer links");
    instance.get_func(&mut *store, "rehome").expect("it is exported")
}

/// Does the step to both, and says how they differ.
fn apply(step: Step, world: &mut World, model: &mut Model) -> Result<(), TestCaseError> {
    match step {
        Step::Rehome { from, to, slot } => {
            // Two slots past the end are tried too.
            let slot = (slot % (model.tables[from].len() + 2)) as i64;
            let found = world.rehome(from, to, slot);
            prop_assert_eq!(found, model.rehome(from, to, slot));
        }
        Step::Release { table, live_slot } => {
            let slots = model.ledger.live_slots(TABLE_IDS[table]);
            if let Some(slot) = slots.get(live_slot % slots.len().max(1)) {
                let place = (TABLE_IDS[table], *slot);
                let found = world.ledger.release(&mut world.store, place);
                prop_assert_eq!(found, model.ledger.release(place));
                world.set(table, *slot as usize, None);
                model.tables[table][*slot as usize] = None;
            }
        }
        Step::Overwrite { table, slot, entry } => {
            let n_slots = model.tables[table].len();
            if n_slots > 0 {
                world.set(table, slot % n_slots, entry);
                model.tables[table][slot % n_slots] = entry;
            }
        }
        Step::Grow { table, n_slots } => {
            let found = world.tables[table].grow(&mut world.store, n_slots as u64, Ref::Func(None));
            prop_assert_eq!(found.ok(), model.grow(table, n_slots).map(|len| len as u64));
        }
        Step::DropTable { table } => {
            let found = world.ledger.drop_table(&mut world.store, TABLE_IDS[table]);
            prop_assert_eq!(found, model.ledger.drop_table(TABLE_IDS[table]));
        }
    }
    Ok(())
}

fn starts() -> impl Strategy<Value = Vec<Start>> {
    let entries = prop::collection::vec(prop::option::of(0..N_FUNCTIONS), 0..8);
    let max_growth = prop_oneof![
        2 => Just(None),
        1 => (0..4_usize).prop_map(Some),
        1 => (60..70_usize).prop_map(Some),
    ];
    let start = (any::<bool>(), entries, max_growth)
        .prop_map(|(is_wide, entries, max_growth)| Start { is_wide, entries, max_growth });
    prop::collection::vec(start, N_TABLES)
}

fn steps() -> impl Strategy<Value = Step> {
    let table = 0..N_TABLES;
    let slot = prop_oneof![3 => 0..8_usize, 1 => any::<usize>()].boxed();
    let entry = prop::option::of(0..N_FUNCTIONS);
    prop_oneof![
        12 => (table.clone(), table.clone(), slot.clone())
            .prop_map(|(from, to, slot)| Step::Rehome { from, to, slot }),
        3 => (table.clone(), any::<usize>())
            .prop_map(|(table, live_slot)| Step::Release { table, live_slot }),
        3 => (table.clone(), slot, entry)
            .prop_map(|(table, slot, entry)| Step::Overwrite { table, slot, entry }),
        1 => (table.clone(), 0..3_usize)
            .prop_map(|(table, n_slots)| Step::Grow { table, n_slots }),
        1 => table.prop_map(|table| Step::DropTable { table }),
    ]
}

/// Runs the property on random cases; an error says how the smallest case that fails differs.
fn run(kit: &Kit, runner: &mut TestRunner) -> Result<(), String> {
    let max_slots = prop_oneof![0..8_u32, 60..200_u32, Just(u32::MAX)];
    let cases = (starts(), max_slots, prop::collection::vec(steps(), 1..80));
    let result = runner.run(&cases, |(starts, max_slots, steps)| {
        let mut world = World::new(kit, &starts, max_slots);
        let mut model = Model::new(&starts, max_slots);
        for step in steps {
            apply(step, &mut world, &mut model)?;
        }
        world.ledger.assert_same(&mut world.store, &model.ledger);
        for table in 0..N_TABLES {
            prop_assert_eq!(&world.entries(table), &model.tables[table]);
        }
        Ok(())
    });
    result.map_err(|error| error.to_string())
}

#[test]
fn rehoming_between_three_tables_behaves_like_the_model() {
    let kit = Kit::new(|text| text.to_owned());
    run(&kit, &mut runner()).unwrap_or_else(|error| panic!("{error}"));
}

/// The re-homer's text, but with two entries in its memo: pointers and pairs push each other out.
fn with_few_entries(text: &str) -> String {
    let mask = "$MEMO_MASK i32 (i32.const 0x7ff)";
    assert!(text.contains(mask), "the memo has another number of entries now");
    text.replace(mask, "$MEMO_MASK i32 (i32.const 1)")
}

#[test]
fn rehoming_behaves_like_the_model_while_memos_push_each_other_out() {
    let kit = Kit::new(with_few_entries);
    run(&kit, &mut runner()).unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn the_property_refuses_every_mutant_of_the_rehomer() {
    let mutants = [
        ("null entries pass", "(ref.is_null (local.get $function))", "(i32.const 0)"),
        ("origin is not asked", "(i32.lt_s (local.get $owner) (i32.const 0))", "(i32.const 1)"),
        ("no way home", "(i32.eq (local.get $owner) (global.get $TO_ID))", "(i32.const 0)"),
        ("no identity", "(i64.ne (local.get $slot) (global.get $NULL_SLOT))", "(i32.const 0)"),
        ("slot 0 is not made", "(drop (call $grow_to (global.get $ONE_SLOT)))", "(nop)"),
        ("64 slots or none", "$ONE_SLOT i32 (i32.const 1)", "$ONE_SLOT i32 (i32.const 64)"),
        (
            "an old memo counts",
            "(i64.load (i32.add (local.get $entry) (global.get $MEMO_GENERATION)))",
            "(global.get $generation)",
        ),
        (
            "a memo of any pair counts",
            "(i64.load (i32.add (local.get $entry) (global.get $MEMO_PAIR)))",
            "(i64.or (i64.shl (i64.extend_i32_u (global.get $FROM_ID)) (i64.const 32)) \
             (i64.extend_i32_u (global.get $TO_ID)))",
        ),
        ("the cap is not asked", "(call $room (global.get $GROW_SLOTS))", "(i32.const 64)"),
    ];
    for (name, piece, exchanged_for) in mutants {
        let kit = Kit::new(|text| {
            assert!(text.contains(piece), "the re-homer does not say `{piece}` any more");
            with_few_entries(text).replace(piece, exchanged_for)
        });
        let found = run(&kit, &mut failing_runner());
        assert!(found.is_err(), "the property accepts the mutant `{name}`");
    }
}
