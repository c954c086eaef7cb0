//! Entries behind handles.
//!
//! Invariant: a slot's generation goes up when its entry is removed; with the last one it is
//! retired.

use super::handle::{GENERATIONS, Kind, Parts, Refusal, RegistryId};
use crate::error::{Code, Error, Result};
use crate::limits;
use std::collections::VecDeque;

/// The entries of one kind in one registry.
#[derive(Debug)]
pub(super) struct Slots<T> {
    kind: Kind,
    registry: RegistryId,
    slots: Vec<Slot<T>>,
    /// Empty slots that can be given out again, the longest empty first.
    free: VecDeque<u16>,
}

#[derive(Debug)]
struct Slot<T> {
    /// That of the entry, or of the next one.
    generation: u32,
    entry: Option<T>,
}

impl<T> Slots<T> {
    pub(super) fn new(kind: Kind, registry: RegistryId) -> Self {
        Self { kind, registry, slots: Vec::new(), free: VecDeque::new() }
    }

    /// How many entries there are.
    pub(super) fn len(&self) -> usize {
        self.slots.iter().filter(|slot| slot.entry.is_some()).count()
    }

    /// Fails where there is no room for one more.
    ///
    /// # Errors
    /// 5020.
    pub(super) fn check_room(&self) -> Result<()> {
        let n_slots = self.slots.len() as u64;
        if self.free.is_empty() && n_slots >= limits::REGISTRY_ENTRIES {
            let what = format!("{}s of a registry", self.kind.word());
            let limit = limits::REGISTRY_ENTRIES;
            return Err(Error::limit(Code::LimitExceeded, &what, n_slots + 1, limit)
                .help(format!("drop {}s that are no longer used", self.kind.word())));
        }
        Ok(())
    }

    /// Adds an entry; answers its handle as a number.
    ///
    /// # Errors
    /// As [`Self::check_room`].
    pub(super) fn insert(&mut self, entry: T) -> Result<u64> {
        self.check_room()?;
        let slot_idx = self.free.pop_front().unwrap_or_else(|| {
            self.slots.push(Slot { generation: 1, entry: None });
            (self.slots.len() - 1) as u16
        });
        let slot = &mut self.slots[usize::from(slot_idx)];
        slot.entry = Some(entry);
        let generation = slot.generation;
        let parts = Parts { kind: self.kind, registry: self.registry, generation, slot_idx };
        Ok(parts.number())
    }

    /// The entry of a handle.
    ///
    /// # Errors
    /// 5004 or 5005, by the kind.
    pub(super) fn get(&self, number: u64) -> Result<&T> {
        let slot_idx = self.find(number)?;
        self.slots[slot_idx].entry.as_ref().ok_or_else(|| self.refused(Refusal::Dropped, number))
    }

    /// Takes the entry of a handle out.
    ///
    /// # Errors
    /// As [`Self::get`].
    pub(super) fn remove(&mut self, number: u64) -> Result<T> {
        let slot_idx = self.find(number)?;
        let taken = self.take(slot_idx);
        taken.ok_or_else(|| self.refused(Refusal::Dropped, number))
    }

    /// Takes all entries out for which `is_meant` holds.
    pub(super) fn remove_all(&mut self, is_meant: impl Fn(&T) -> bool) -> Vec<T> {
        let is_it = |slot: &Slot<T>| slot.entry.as_ref().is_some_and(&is_meant);
        let all = 0..self.slots.len();
        let found: Vec<usize> = all.filter(|idx| is_it(&self.slots[*idx])).collect();
        found.into_iter().filter_map(|slot_idx| self.take(slot_idx)).collect()
    }

    fn take(&mut self, slot_idx: usize) -> Option<T> {
        let slot = &mut self.slots[slot_idx];
        let entry = slot.entry.take()?;
        slot.generation += 1;
        if slot.generation < GENERATIONS {
            self.free.push_back(slot_idx as u16);
        }
        Some(entry)
    }

    /// The slot whose generation is that of the handle.
    fn find(&self, number: u64) -> Result<usize> {
        let parts = Parts::of(number);
        let slot_idx = usize::from(parts.slot_idx);
        let refusal = match self.slots.get(slot_idx).map(|slot| (slot.generation, &slot.entry)) {
            _ if parts.kind != self.kind => Refusal::OtherKind,
            _ if parts.registry != self.registry => Refusal::OtherRegistry,
            _ if parts.generation == 0 => Refusal::NeverGivenOut,
            Some((now, Some(_))) if parts.generation == now => return Ok(slot_idx),
            Some((now, _)) if parts.generation < now => Refusal::Dropped,
            _ => Refusal::NeverGivenOut,
        };
        Err(self.refused(refusal, number))
    }

    fn refused(&self, refusal: Refusal, number: u64) -> Error {
        refusal.error(self.kind, number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slots() -> Slots<u32> {
        Slots::new(Kind::Instance, RegistryId::next().expect("there are numbers left"))
    }

    fn why<T: std::fmt::Debug>(outcome: Result<T>) -> String {
        let error = outcome.expect_err("it is refused");
        assert_eq!(error.code(), Code::InvalidInstanceHandle);
        error.details()[0].to_string().trim().to_owned()
    }

    #[test]
    fn a_handle_is_valid_until_its_entry_is_removed() {
        let mut slots = slots();
        let [one, two] = [1, 2].map(|entry| slots.insert(entry).expect("there is room"));
        assert_eq!((slots.get(one).expect("one"), slots.get(two).expect("two")), (&1, &2));
        assert_eq!(slots.remove(one).expect("it is there"), 1);
        assert_eq!(why(slots.get(one)), "the instance was dropped, or its module was");
        assert_eq!(why(slots.remove(one)), "the instance was dropped, or its module was");
        let three = slots.insert(3).expect("there is room");
        assert_eq!(Parts::of(three).slot_idx, Parts::of(one).slot_idx, "the slot is used again");
        assert_eq!(why(slots.get(one)), "the instance was dropped, or its module was");
        assert_eq!((slots.get(three).expect("three"), slots.len()), (&3, 2));
        assert_eq!(slots.remove_all(|entry| *entry == 2), [2]);
        assert_eq!(why(slots.get(two)), "the instance was dropped, or its module was");
    }

    #[test]
    fn what_was_never_given_out_is_refused() {
        let mut slots = slots();
        let real = Parts::of(slots.insert(1).expect("there is room"));
        let other = RegistryId::next().expect("there are numbers left");
        let cases = [
            (Parts { kind: Kind::Module, ..real }, "it is a module handle, or no handle at all"),
            (Parts { registry: other, ..real }, "it is one of another registry"),
            (Parts { generation: 2, ..real }, "the registry never gave it out"),
            (Parts { generation: 0, ..real }, "the registry never gave it out"),
            (Parts { slot_idx: 1, ..real }, "the registry never gave it out"),
        ];
        for (parts, expected) in cases {
            assert_eq!(why(slots.get(parts.number())), expected, "{parts:?}");
            assert_eq!(why(slots.remove(parts.number())), expected, "{parts:?}");
        }
        assert_eq!(slots.len(), 1);
    }

    #[test]
    fn entries_have_a_limit() {
        let mut slots = slots();
        let mut last = 0;
        for _ in 0..limits::REGISTRY_ENTRIES {
            last = slots.insert(0).expect("at the limit");
        }
        let error = slots.insert(0).expect_err("one over the limit");
        let bound = error.bound().expect("it is a limit");
        assert_eq!((bound.given, bound.limit), (65_537, 65_536));
        slots.remove(last).expect("it is there");
        slots.insert(0).expect("there is room again");
    }

    #[test]
    fn a_slot_without_generations_is_retired() {
        let mut slots = slots();
        let first = slots.insert(0).expect("there is room");
        slots.slots[0].generation = GENERATIONS - 1;
        let last = Parts { generation: GENERATIONS - 1, ..Parts::of(first) }.number();
        assert_eq!(slots.remove(last).expect("the last generation"), 0);
        let next = slots.insert(1).expect("there is room");
        assert_eq!(Parts::of(next).slot_idx, 1, "the first slot is not given out any more");
        assert_eq!(why(slots.get(last)), "the instance was dropped, or its module was");
    }
}
