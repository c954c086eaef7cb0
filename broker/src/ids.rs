//! Names for the things of a link: small numbers with a type each.
//!
//! Invariant: ids are handed out in load order and never reused within one link, so that a plan
//! which extends a running link keeps every id it already gave out.

use std::fmt;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u32);

        impl $name {
            /// The id with this number.
            pub const fn new(number: u32) -> Self {
                Self(number)
            }

            /// The number, as guests see it where they see it at all.
            pub const fn number(self) -> u32 {
                self.0
            }

            /// The number as an index into a list that is kept in id order.
            pub const fn idx(self) -> usize {
                self.0 as usize
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($prefix, "{}"), self.0)
            }
        }
    };
}

id! {
    /// A user's module in a link: main is 0, sides are 1, 2, … in load order.
    ///
    /// # Source
    /// The library id of the guest ABI (`rb_dlopen` returns it).
    ModuleId, "#"
}

id! {
    /// A helper module in a link, in the order in which the plan inserted it.
    HelperId, "h"
}

id! {
    /// A host function given with `.host(…)`, in the order in which it was given.
    HostId, "host"
}

id! {
    /// A mutable global that the modules of a group share, in the order in which the plan made it.
    GlobalId, "g"
}

impl ModuleId {
    /// The main module.
    pub const MAIN: Self = Self::new(0);
}
