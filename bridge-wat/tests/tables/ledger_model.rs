//! What the ledger answers, as plain maps: the meaning that `ledger.wat` is held to.

use std::collections::{HashMap, VecDeque};

/// A slot of a table; both numbers may be forged.
pub(crate) type Place = (i32, i64);

/// The function that a slot holds: the table that owns it, and its slot there.
pub(crate) type Identity = (i32, i64);

/// Every broker slot of a link.
#[derive(Debug, Default)]
pub(crate) struct LedgerModel {
    pub(crate) max_slots: u32,
    /// Free slots by table, oldest first.
    free: HashMap<i32, VecDeque<i64>>,
    live: HashMap<Place, Identity>,
    slots: HashMap<(i32, Identity), i64>,
}

impl LedgerModel {
    pub(crate) fn new(max_slots: u32) -> LedgerModel {
        LedgerModel { max_slots, ..LedgerModel::default() }
    }

    pub(crate) fn find(&self, dest_table: i32, identity: Identity) -> i64 {
        self.slots.get(&(dest_table, identity)).copied().unwrap_or(0)
    }

    pub(crate) fn origin(&self, place: Place) -> Identity {
        self.live.get(&place).copied().unwrap_or((-1, 0))
    }

    pub(crate) fn state(&self, (table, slot): Place) -> i32 {
        if self.live.contains_key(&(table, slot)) {
            2
        } else {
            i32::from(self.free.get(&table).is_some_and(|slots| slots.contains(&slot)))
        }
    }

    pub(crate) fn room(&self, wanted: u32) -> u32 {
        wanted.min(self.max_slots - self.n_added())
    }

    pub(crate) fn grown(&mut self, table: i32, first_slot: i64, n_slots: u32) -> u32 {
        let mut n_grown = 0;
        for distance in 0..n_slots {
            let slot = first_slot.wrapping_add(i64::from(distance));
            if table < 0 || self.n_added() == self.max_slots {
                break;
            }
            if slot != 0 && self.state((table, slot)) == 0 {
                self.free.entry(table).or_default().push_back(slot);
                n_grown += 1;
            }
        }
        n_grown
    }

    pub(crate) fn take(&mut self, dest_table: i32, identity: Identity) -> i64 {
        let held = self.find(dest_table, identity);
        if held != 0 || identity.0 < 0 {
            return held;
        }
        let Some(slot) = self.free.get_mut(&dest_table).and_then(VecDeque::pop_front) else {
            return 0;
        };
        self.live.insert((dest_table, slot), identity);
        self.slots.insert((dest_table, identity), slot);
        slot
    }

    pub(crate) fn release(&mut self, place: Place) -> i32 {
        let Some(identity) = self.live.remove(&place) else {
            return 0;
        };
        self.slots.remove(&(place.0, identity));
        self.free.entry(place.0).or_default().push_back(place.1);
        1
    }

    pub(crate) fn drop_table(&mut self, table: i32) -> u32 {
        let n_before = self.n_added();
        self.free.remove(&table);
        self.live.retain(|place, _| place.0 != table);
        self.slots.retain(|(dest_table, _), _| *dest_table != table);
        n_before - self.n_added()
    }

    pub(crate) fn n_live(&self) -> u32 {
        self.live.len() as u32
    }

    pub(crate) fn n_added(&self) -> u32 {
        self.n_live() + self.free.values().map(VecDeque::len).sum::<usize>() as u32
    }

    /// Live slots of a table, in order.
    pub(crate) fn live_slots(&self, table: i32) -> Vec<i64> {
        let mut slots: Vec<i64> =
            self.live.keys().filter(|place| place.0 == table).map(|place| place.1).collect();
        slots.sort_unstable();
        slots
    }

    /// What `record` gives for all slots, in order: table, slot, owner, source slot, state.
    pub(crate) fn records(&self) -> Vec<(i32, i64, i32, i64, i32)> {
        let live =
            self.live.iter().map(|(place, identity)| (place.0, place.1, identity.0, identity.1, 2));
        let free = self
            .free
            .iter()
            .flat_map(|(table, slots)| slots.iter().map(|slot| (*table, *slot, -1, 0, 1)));
        let mut records: Vec<_> = live.chain(free).collect();
        records.sort_unstable();
        records
    }
}
