//! The figures to reach, and what was reached of each.
//!
//! # Source
//! The design note on helpers, "Figures to reach", and those for dynamic libraries: one [`Figure`]
//! per row, one [`Part`] per number.
//!
//! To add a figure: 1. a contest in the file of its group; 2. a row here.

use crate::contest::Measured;
use crate::statistics::{Spread, trimmed_mean};

/// A row of the table.
pub(crate) struct Figure {
    pub(crate) name: &'static str,
    pub(crate) parts: &'static [Part],
}

/// One number of a row. Of several ratios the worst counts.
pub(crate) struct Part {
    pub(crate) reach: Reach,
    pub(crate) ratios: &'static [Ratio],
}

#[derive(Clone, Copy)]
pub(crate) enum Reach {
    AtLeast(f64),
    AtMost(f64),
}

/// The time of one contender over that of another.
pub(crate) struct Ratio {
    pub(crate) contest: &'static str,
    pub(crate) over: &'static str,
    pub(crate) under: &'static str,
}

/// What was measured of a [`Part`].
pub(crate) struct Reached {
    /// The median of the processes.
    pub(crate) value: f64,
    /// All ratios of all rounds of all processes.
    pub(crate) spread: Spread,
    pub(crate) contest: &'static str,
    pub(crate) is_met: bool,
}

const fn part(reach: Reach, ratios: &'static [Ratio]) -> Part {
    Part { reach, ratios }
}

const fn ratio(contest: &'static str, over: &'static str, under: &'static str) -> Ratio {
    Ratio { contest, over, under }
}

use Reach::{AtLeast, AtMost};

const MEMMOVE: &str = "native memmove";
const ONE_MEMORY: &str = "bridge, one memory";
const SAME: &str = "memory.copy, one memory";
const NAIVE: &str = "naive fallback";
const LIST: &str = "component list<u8>";

/// The table.
pub(crate) const FIGURES: [Figure; 13] = [
    Figure {
        name: "speed of bridge copies over native memmove on the same pages, aligned, \
               4 KiB / 64 KiB to 1 MiB",
        parts: &[
            part(AtLeast(0.85), &[ratio("copy/4096 B aligned", MEMMOVE, ONE_MEMORY)]),
            part(
                AtLeast(0.95),
                &[
                    ratio("copy/65536 B aligned", MEMMOVE, ONE_MEMORY),
                    ratio("copy/262144 B aligned", MEMMOVE, ONE_MEMORY),
                    ratio("copy/1048576 B aligned", MEMMOVE, ONE_MEMORY),
                ],
            ),
        ],
    },
    Figure {
        name: "time of bridge copies up to 64 B over `memory.copy` in one memory",
        parts: &[part(
            AtMost(0.7),
            &[
                ratio("copy/1 B aligned", "bridge", SAME),
                ratio("copy/8 B aligned", "bridge", SAME),
                ratio("copy/16 B aligned", "bridge", SAME),
                ratio("copy/32 B aligned", "bridge", SAME),
                ratio("copy/61 B misaligned", "bridge", SAME),
                ratio("copy/64 B aligned", "bridge", SAME),
            ],
        )],
    },
    Figure {
        name: "time of bridge copies of random 1–128 B over a plain `memory.copy` bridge",
        parts: &[part(AtMost(0.7), &[ratio("copy/random 1–128 B", "bridge", "plain bridge")])],
    },
    Figure {
        name: "speed of the fallback over the naive one, 4 KiB aligned / misaligned / \
               random 1–128 B",
        parts: &[
            part(AtLeast(12.0), &[ratio("copy/4096 B aligned", NAIVE, "fallback")]),
            part(AtLeast(80.0), &[ratio("copy/4096 B misaligned", NAIVE, "fallback")]),
            part(AtLeast(15.0), &[ratio("copy/random 1–128 B", NAIVE, "fallback")]),
        ],
    },
    Figure {
        name: "time of a call through a re-homed pointer over a direct import call",
        parts: &[part(AtMost(1.15), &[ratio("call/add", "re-homed pointer", "direct import")])],
    },
    Figure {
        name: "speed of re-homing a pointer in wasm over the host, first time / again",
        parts: &[
            part(AtLeast(6.0), &[ratio("rehome/first time", "by a host function", "in wasm")]),
            part(AtLeast(6.0), &[ratio("rehome/again", "by a host function", "in wasm")]),
        ],
    },
    Figure {
        name: "speed of the bridge over a component's `list<u8>`, 4 to 64 KiB",
        parts: &[part(
            AtLeast(20.0),
            &[
                ratio("copy/4096 B aligned", LIST, "bridge"),
                ratio("copy/16384 B aligned", LIST, "bridge"),
                ratio("copy/65536 B aligned", LIST, "bridge"),
            ],
        )],
    },
    Figure {
        name: "time to link one more module of 100 over the engine's bare instantiation",
        parts: &[part(AtMost(3.0), &[further("link/each of 100, on demand")])],
    },
    Figure {
        name: "time to sort 50,000 i32 through the bridge over one shared memory",
        parts: &[part(
            AtMost(1.05),
            &[ratio("sort/50,000 random i32", "own memory, bridge", "main's memory")],
        )],
    },
    Figure {
        name: "time of a call across a function cycle over a direct import call",
        parts: &[part(
            AtMost(2.2),
            &[ratio("call/add", "across a cycle", "direct import in a cycle")],
        )],
    },
    Figure {
        name: "time of a call across a dylink link over a direct import call",
        parts: &[part(
            AtMost(1.15),
            &[ratio("dylink/call", "across a dylink link", "direct import")],
        )],
    },
    Figure {
        name: "time to open a cached library of 20 KB over the engine's bare instantiation",
        parts: &[part(
            AtMost(5.0),
            &[ratio("dylink/open", "opened, read already", "bare instantiation")],
        )],
    },
    Figure {
        name: "time to plan a main with 40 sides and 5,000 symbols over validating the modules",
        parts: &[part(
            AtMost(1.0),
            &[ratio("dylink/plan", "plan", "wasmparser validates the modules")],
        )],
    },
];

/// What the table does not ask for, but a reader of it will.
pub(crate) const ALSO: [(&str, Ratio); 9] = [
    (
        "speed of bridge copies between two memories over native memmove in one, 4 KiB",
        ratio("copy/4096 B aligned", MEMMOVE, "bridge"),
    ),
    (
        "speed of the bridge over a host function with a kept buffer, 4 KiB",
        ratio("copy/4096 B aligned", "host, kept buffer", "bridge"),
    ),
    (
        "speed of the bridge over a host function with a kept buffer, random 1–128 B",
        ratio("copy/random 1–128 B", "host, kept buffer", "bridge"),
    ),
    (
        "speed of re-homing a pointer in wasm over the broker's own host path, first time",
        ratio("rehome/first time", "by the broker's host path", "in wasm"),
    ),
    (
        "speed of re-homing a pointer in wasm over the broker's own host path, again",
        ratio("rehome/again", "by the broker's host path", "in wasm"),
    ),
    (
        "time to link one more module of 100 over the engine's bare instantiation, planned already",
        ratio("link/each of 100, on demand", "instantiate", "bare instantiation of the side"),
    ),
    (
        "time to link one more module of 100 over the engine's bare instantiation, pooled",
        further("link/each of 100, pooled"),
    ),
    (
        "time to link one more module of 100 while the link runs over the same from the start",
        ratio("link/each of 100, on demand", "opened while the link runs", "plan and instantiate"),
    ),
    (
        "time to open a cached library of 20 KB by its name over the engine's bare instantiation",
        ratio("dylink/open", "opened by its name", "bare instantiation"),
    ),
];

const fn further(contest: &'static str) -> Ratio {
    ratio(contest, "plan and instantiate", "bare instantiation of the side")
}

impl Reach {
    fn is_met(self, value: f64) -> bool {
        match self {
            AtLeast(limit) => value >= limit,
            AtMost(limit) => value <= limit,
        }
    }

    /// How well a value does: higher is better.
    fn rank(self, value: f64) -> f64 {
        match self {
            AtLeast(_) => value,
            AtMost(_) => -value,
        }
    }

    pub(crate) fn text(self) -> String {
        match self {
            AtLeast(limit) => format!("≥ {limit}"),
            AtMost(limit) => format!("≤ {limit}"),
        }
    }
}

impl Part {
    /// What was reached, over all processes; none where a contest was left out.
    pub(crate) fn reached(&self, processes: &[Vec<Measured>]) -> Option<Reached> {
        let reached = self.ratios.iter().map(|ratio| {
            let (value, spread) = ratio.over_all(processes)?;
            let is_met = self.reach.is_met(value);
            Some(Reached { value, spread, contest: ratio.contest, is_met })
        });
        let reached = reached.collect::<Option<Vec<_>>>()?;
        let rank = |it: &Reached| self.reach.rank(it.value);
        reached.into_iter().min_by(|a, b| rank(a).total_cmp(&rank(b)))
    }
}

impl Ratio {
    /// The median of the processes, and the spread of all rounds; none where the contest was left
    /// out. A process's ratio is that of the trimmed means of its times.
    pub(crate) fn over_all(&self, processes: &[Vec<Measured>]) -> Option<(f64, Spread)> {
        let mut of_processes = Vec::new();
        let mut all = Vec::new();
        for process in processes {
            let measured = process.iter().find(|it| it.contest == self.contest)?;
            let [over, under] = [self.over, self.under].map(|name| measured.times(name));
            assert!(
                !over.is_empty() && !under.is_empty(),
                "figures name contenders that there are"
            );
            all.extend(over.iter().zip(&under).map(|(over, under)| over / under));
            of_processes.push(trimmed_mean(over) / trimmed_mean(under));
        }
        (!of_processes.is_empty()).then(|| (Spread::of(of_processes).median, Spread::of(all)))
    }
}
