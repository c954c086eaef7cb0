//! The real ledger, with its exports as typed functions.

use wasmtime::{
    Engine, Global, GlobalType, Instance, Linker, Module, Mutability, Store, TypedFunc, Val,
    ValType, WasmParams, WasmResults,
};

use crate::ledger_model::{Identity, LedgerModel, Place};

/// One instance of `ledger.wat`.
pub(crate) struct Ledger {
    pub(crate) instance: Instance,
    find: TypedFunc<(i32, i32, i64), i64>,
    origin: TypedFunc<(i32, i64), (i32, i64)>,
    state: TypedFunc<(i32, i64), i32>,
    room: TypedFunc<u32, u32>,
    grown: TypedFunc<(i32, i64, u32), u32>,
    take: TypedFunc<(i32, i32, i64), i64>,
    release: TypedFunc<(i32, i64), i32>,
    drop_table: TypedFunc<i32, u32>,
    record: TypedFunc<u32, (i32, i64, i32, i64, i32)>,
    n_records: TypedFunc<(), u32>,
    n_live: TypedFunc<(), u32>,
    n_added: TypedFunc<(), u32>,
}

impl Ledger {
    /// A new ledger in `store`; `module` is the compiled helper.
    pub(crate) fn new<T>(store: &mut Store<T>, module: &Module, max_slots: u32) -> Ledger {
        let mut linker = Linker::<T>::new(store.engine());
        let global_type = GlobalType::new(ValType::I32, Mutability::Const);
        let global = Global::new(&mut *store, global_type, Val::I32(max_slots as i32));
        let max_slots = global.expect("the value has the type");
        linker.define(&mut *store, "env", "max_slots", max_slots).expect("a new name");
        let instance = linker.instantiate(&mut *store, module).expect("the ledger links");
        Ledger {
            instance,
            find: function(store, instance, "find"),
            origin: function(store, instance, "origin"),
            state: function(store, instance, "state"),
            room: function(store, instance, "room"),
            grown: function(store, instance, "grown"),
            take: function(store, instance, "take"),
            release: function(store, instance, "release"),
            drop_table: function(store, instance, "drop_table"),
            record: function(store, instance, "record"),
            n_records: function(store, instance, "n_records"),
            n_live: function(store, instance, "n_live"),
            n_added: function(store, instance, "n_added"),
        }
    }

    /// The compiled helper.
    pub(crate) fn module(engine: &Engine) -> Module {
        Module::new(engine, bridge_wat::ledger()).expect("the ledger is valid")
    }

    pub(crate) fn find<T>(&self, store: &mut Store<T>, table: i32, identity: Identity) -> i64 {
        call(store, &self.find, (table, identity.0, identity.1))
    }

    pub(crate) fn origin<T>(&self, store: &mut Store<T>, place: Place) -> Identity {
        call(store, &self.origin, place)
    }

    pub(crate) fn state<T>(&self, store: &mut Store<T>, place: Place) -> i32 {
        call(store, &self.state, place)
    }

    pub(crate) fn room<T>(&self, store: &mut Store<T>, wanted: u32) -> u32 {
        call(store, &self.room, wanted)
    }

    pub(crate) fn grown<T>(&self, store: &mut Store<T>, place: Place, n_slots: u32) -> u32 {
        call(store, &self.grown, (place.0, place.1, n_slots))
    }

    pub(crate) fn take<T>(&self, store: &mut Store<T>, table: i32, identity: Identity) -> i64 {
        call(store, &self.take, (table, identity.0, identity.1))
    }

    pub(crate) fn release<T>(&self, store: &mut Store<T>, place: Place) -> i32 {
        call(store, &self.release, place)
    }

    pub(crate) fn drop_table<T>(&self, store: &mut Store<T>, table: i32) -> u32 {
        call(store, &self.drop_table, table)
    }

    /// Everything that the ledger and the model can be asked without an argument agrees.
    pub(crate) fn assert_same<T>(&self, store: &mut Store<T>, model: &LedgerModel) {
        assert_eq!(call(store, &self.n_live, ()), model.n_live());
        assert_eq!(call(store, &self.n_added, ()), model.n_added());
        let n_records = call(store, &self.n_records, ());
        let mut records: Vec<_> = (0..n_records)
            .map(|record_idx| call(store, &self.record, record_idx))
            .filter(|(_, _, _, _, state)| *state != 0)
            .collect();
        records.sort_unstable();
        assert_eq!(records, model.records());
        for (table, slot, owner, source_slot, state) in records {
            assert_eq!(self.state(store, (table, slot)), state);
            let identity = (owner, source_slot);
            assert_eq!(self.origin(store, (table, slot)), identity);
            let found = self.find(store, table, identity);
            assert_eq!(found, if state == 2 { slot } else { 0 });
        }
    }
}

fn function<T, P: WasmParams, R: WasmResults>(
    store: &mut Store<T>,
    instance: Instance,
    name: &str,
) -> TypedFunc<P, R> {
    instance.get_typed_func(store, name).expect("the ledger exports it with this type")
}

/// Calls a function that never traps.
fn call<T, P: WasmParams, R: WasmResults>(
    store: &mut Store<T>,
    function: &TypedFunc<P, R>,
    arguments: P,
) -> R {
    function.call(store, arguments).expect("the ledger never traps")
}
