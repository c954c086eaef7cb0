//! Handles: what stands for a module or an instance outside of its registry.
//!
//! Invariants: a handle that was dropped is never valid again, because a slot that has used up its
//! generations is not given out any more; 0 is no handle, because generations begin at 1.
//!
//! ```text
//! bits  0–15  slot         which entry of the registry
//! bits 16–39  generation   how often the slot was given out
//! bits 40–62  registry     which registry of this process
//! bit  63     kind         0 = module, 1 = instance
//! ```

use crate::error::{Code, Error, Result};
use crate::limits;
use std::fmt;
use std::sync::atomic::{AtomicU32, Ordering};

const SLOT_BITS: u32 = 16;
const GENERATION_BITS: u32 = 24;
const REGISTRY_BITS: u32 = 23;
const KIND_BIT: u32 = SLOT_BITS + GENERATION_BITS + REGISTRY_BITS;

/// Generations of one slot.
pub(super) const GENERATIONS: u32 = 1 << GENERATION_BITS;

const _: () = assert!(KIND_BIT == u64::BITS - 1, "the parts fill the number");
const _: () = assert!(limits::REGISTRY_ENTRIES == 1 << SLOT_BITS, "every entry has a slot");
const _: () = assert!(limits::REGISTRIES == 1 << REGISTRY_BITS, "every registry has a number");

/// A compiled module of a [`crate::Registry`]. It converts to a number and back, for faces in other
/// languages. It is no secret: whoever guesses the number has the handle.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ModuleHandle(u64);

/// A live instance of a [`crate::Registry`]. It converts to a number and back, for faces in other
/// languages. It is no secret: whoever guesses the number has the handle.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct InstanceHandle(u64);

/// What a handle stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Module,
    Instance,
}

/// The number of a registry in this process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RegistryId(u32);

/// A handle, taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Parts {
    pub(super) kind: Kind,
    pub(super) registry: RegistryId,
    pub(super) generation: u32,
    pub(super) slot_idx: u16,
}

/// Why a handle is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    OtherKind,
    OtherRegistry,
    Dropped,
    NeverGivenOut,
}

macro_rules! handle {
    ($handle:ident, $kind:expr) => {
        impl $handle {
            pub(super) const KIND: Kind = $kind;
        }

        impl From<$handle> for u64 {
            /// The handle as a number, which [`From`] turns back.
            fn from(handle: $handle) -> Self {
                handle.0
            }
        }

        impl From<u64> for $handle {
            /// Takes any number: whether it is a handle is said where it is used.
            fn from(number: u64) -> Self {
                Self(number)
            }
        }

        impl fmt::Display for $handle {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:#x}", self.0)
            }
        }

        impl fmt::Debug for $handle {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($handle), "({:#x})"), self.0)
            }
        }
    };
}

handle!(ModuleHandle, Kind::Module);
handle!(InstanceHandle, Kind::Instance);

impl Kind {
    /// The code of a handle that is refused where one of this kind is wanted.
    pub(super) fn code(self) -> Code {
        match self {
            Self::Module => Code::InvalidModuleHandle,
            Self::Instance => Code::InvalidInstanceHandle,
        }
    }

    /// What it is called in messages.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Module => "module",
            Self::Instance => "instance",
        }
    }
}

impl RegistryId {
    /// The number of a new registry. Numbers are not used again, so that handles of a registry
    /// that is gone stay foreign to all others.
    ///
    /// # Errors
    /// 5020 if there is none left.
    pub(super) fn next() -> Result<Self> {
        static N_REGISTRIES: AtomicU32 = AtomicU32::new(0);
        Self::next_of(&N_REGISTRIES)
    }

    fn next_of(n_registries: &AtomicU32) -> Result<Self> {
        let one_more = |n: u32| (u64::from(n) < limits::REGISTRIES).then_some(n + 1);
        let taken = n_registries.fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_more);
        taken.map(Self).map_err(|n| {
            let what = "registries made in this process";
            Error::limit(Code::LimitExceeded, what, u64::from(n) + 1, limits::REGISTRIES)
        })
    }
}

impl Parts {
    pub(super) fn number(self) -> u64 {
        let kind = match self.kind {
            Kind::Module => 0,
            Kind::Instance => 1_u64 << KIND_BIT,
        };
        let registry = u64::from(self.registry.0) << (SLOT_BITS + GENERATION_BITS);
        kind | registry | u64::from(self.generation) << SLOT_BITS | u64::from(self.slot_idx)
    }

    pub(super) fn of(number: u64) -> Self {
        let bits = |from: u32, n_bits: u32| ((number >> from) & ((1 << n_bits) - 1)) as u32;
        Self {
            kind: if number >> KIND_BIT == 0 { Kind::Module } else { Kind::Instance },
            registry: RegistryId(bits(SLOT_BITS + GENERATION_BITS, REGISTRY_BITS)),
            generation: bits(SLOT_BITS, GENERATION_BITS),
            slot_idx: bits(0, SLOT_BITS) as u16,
        }
    }
}

impl Refusal {
    /// The error for a handle that is no `wanted`.
    pub(super) fn error(self, wanted: Kind, number: u64) -> Error {
        let word = wanted.word();
        let text = format!("the {word} handle {number:#x} is not valid here");
        let why = match (self, wanted) {
            (Self::OtherKind, Kind::Module) => "it is an instance handle, or no handle at all",
            (Self::OtherKind, Kind::Instance) => "it is a module handle, or no handle at all",
            (Self::OtherRegistry, _) => "it is one of another registry",
            (Self::Dropped, Kind::Module) => "the module was dropped",
            (Self::Dropped, Kind::Instance) => "the instance was dropped, or its module was",
            (Self::NeverGivenOut, _) => "the registry never gave it out",
        };
        let source = match wanted {
            Kind::Module => "`compile`",
            Kind::Instance => "`instantiate`",
        };
        Error::new(wanted.code(), text)
            .finding(why)
            .help(format!("use the handle that {source} returned, until it is dropped"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_number_is_the_one_handle_of_its_parts(number: u64) {
            prop_assert_eq!(Parts::of(number).number(), number);
            prop_assert_eq!(u64::from(ModuleHandle::from(number)), number);
            prop_assert_eq!(u64::from(InstanceHandle::from(number)), number);
        }
    }

    #[test]
    fn parts_do_not_touch_each_other() {
        let most = Parts {
            kind: Kind::Instance,
            registry: RegistryId((limits::REGISTRIES - 1) as u32),
            generation: GENERATIONS - 1,
            slot_idx: u16::MAX,
        };
        assert_eq!(most.number(), u64::MAX);
        for parts in [
            Parts { kind: Kind::Module, ..most },
            Parts { registry: RegistryId(0), ..most },
            Parts { generation: 1, ..most },
            Parts { slot_idx: 0, ..most },
        ] {
            assert_eq!(Parts::of(parts.number()), parts);
        }
    }

    #[test]
    fn registries_are_numbered_up_to_the_limit() {
        let n_registries = AtomicU32::new((limits::REGISTRIES - 1) as u32);
        let last = RegistryId::next_of(&n_registries).expect("at the limit");
        assert_eq!(u64::from(last.0), limits::REGISTRIES - 1);
        for _ in 0..2 {
            let error = RegistryId::next_of(&n_registries).expect_err("one over the limit");
            assert_eq!(error.code(), Code::LimitExceeded);
        }
    }
}
