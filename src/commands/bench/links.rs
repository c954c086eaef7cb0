//! How long linking takes: the parts of it, and against the number of sides.

use super::rounds::measure;
use super::stats::Summary;
use super::target::{ColdLink, Target};
use crate::failure::Failure;
use std::time::{Duration, Instant};
use wasm_broker::{Broker, LinkBuilder, Module};

/// How many times the user's sides are there.
const COPIES: [u32; 7] = [1, 2, 4, 8, 16, 32, 64];
/// Cold links at the most; each compiles everything anew.
const MAX_COLD_LINKS: usize = 7;

/// What was found.
#[derive(Clone, Debug)]
pub(super) struct Links {
    /// The link as it is.
    pub(super) rows: Vec<LinkTime>,
    /// Against the number of sides, or why not.
    pub(super) series: Result<Series, String>,
}

/// The time of one part of linking.
#[derive(Clone, Debug)]
pub(super) struct LinkTime {
    pub(super) part: LinkPart,
    pub(super) time: Summary,
}

/// A part of linking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LinkPart {
    /// Resolving every import.
    Plan,
    /// Compiling the user's modules.
    Compile,
    /// The first link of a program, from plan to the end.
    First,
    /// Every further one, when its modules are compiled.
    Instantiate,
}

/// Times against the number of copies of the sides.
#[derive(Clone, Debug)]
pub(super) struct Series {
    /// How many sides the user's link has.
    pub(super) n_sides: usize,
    pub(super) n_copies: Vec<u32>,
    pub(super) plan: Vec<Summary>,
    pub(super) instantiate: Vec<Summary>,
    /// Why it ends before 64.
    pub(super) remark: Option<String>,
}

impl LinkPart {
    /// What people read.
    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Plan => "plan",
            Self::Compile => "compile the modules, nothing cached",
            Self::First => "plan, compile, instantiate: the first link",
            Self::Instantiate => "instantiate, modules compiled",
        }
    }

    /// What programs read.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Plan => "plan",
            Self::Compile => "compile_cold",
            Self::First => "first_link",
            Self::Instantiate => "instantiate_warm",
        }
    }
}

/// One thing that is measured.
#[derive(Clone, Copy, Debug)]
struct Item {
    part: LinkPart,
    n_copies: u32,
}

/// The user's sides under other names.
struct Sides {
    modules: Vec<(String, Module)>,
    /// Mappings for one importer only: importer, import, provider.
    mappings: Vec<[String; 3]>,
}

/// Measures; `first` is a cold link that was made already.
///
/// # Errors
/// What start functions and constructors fail with.
pub(super) fn run(
    target: &Target<'_>,
    first: &ColdLink,
    budget: Duration,
) -> Result<Links, Failure> {
    let start = Instant::now();
    let mut cold = vec![[first.compile, first.total]];
    while cold.len() < MAX_COLD_LINKS && start.elapsed() < budget / 3 {
        let link = target.cold_link()?;
        cold.push([link.compile, link.total]);
    }
    let broker = &first.broker;
    let sides = Sides::of(target)?;
    let (n_copies, remark) = possible(target, broker, &sides)?;
    let of = |n_copies: &u32| {
        [LinkPart::Plan, LinkPart::Instantiate].map(|part| Item { part, n_copies: *n_copies })
    };
    let items: Vec<Item> = n_copies.iter().flat_map(of).collect();
    let rest = budget.saturating_sub(start.elapsed());
    let times = measure(&items, rest, |item, n_turns| {
        turns(|| sides.builder(target, broker, item.n_copies), item.part, n_turns)
    })?;
    let of_part = |idx: usize| times.iter().skip(idx).step_by(2).copied().collect::<Vec<_>>();
    let (plan, instantiate) = (of_part(0), of_part(1));
    let cold_ns = |idx: usize| cold.iter().map(|times| times[idx].as_secs_f64() * 1e9).collect();
    let rows = [
        (LinkPart::Plan, plan.first().copied()),
        (LinkPart::Compile, Summary::of(cold_ns(0))),
        (LinkPart::First, Summary::of(cold_ns(1))),
        (LinkPart::Instantiate, instantiate.first().copied()),
    ];
    let row = |(part, time): (LinkPart, Option<Summary>)| Some(LinkTime { part, time: time? });
    let n_sides = sides.modules.len();
    let series = match n_sides {
        0 => Err("the link has no side of which there could be more".to_owned()),
        _ => Ok(Series { n_sides, n_copies, plan, instantiate, remark }),
    };
    Ok(Links { rows: rows.into_iter().filter_map(row).collect(), series })
}

/// How many copies can be linked, and why no more.
fn possible(
    target: &Target<'_>,
    broker: &Broker,
    sides: &Sides,
) -> Result<(Vec<u32>, Option<String>), Failure> {
    let mut n_copies = vec![COPIES[0]];
    if sides.modules.is_empty() {
        return Ok((n_copies, None));
    }
    for n in COPIES.into_iter().skip(1) {
        let linked = sides.builder(target, broker, n)?.plan().and_then(|it| it.instantiate(()));
        match linked {
            Ok(_) => n_copies.push(n),
            Err(error) => return Ok((n_copies, Some(format!("no link with {n} copies: {error}")))),
        }
    }
    Ok((n_copies, None))
}

/// Makes a link so many times; what was not asked for does not count.
fn turns(
    builder: impl Fn() -> Result<LinkBuilder<()>, Failure>,
    part: LinkPart,
    n_turns: u32,
) -> Result<Duration, Failure> {
    let mut time = Duration::ZERO;
    for _ in 0..n_turns {
        let builder = builder()?;
        let start = Instant::now();
        let plan = builder.plan()?;
        if part == LinkPart::Plan {
            time += start.elapsed();
            continue;
        }
        let start = Instant::now();
        let link = plan.instantiate(())?;
        time += start.elapsed();
        drop(link);
    }
    Ok(time)
}

impl Sides {
    fn of(target: &Target<'_>) -> Result<Self, Failure> {
        let modules = target.args().side_modules()?;
        let mappings = target.args().mappings()?;
        let of_one = mappings.into_iter().filter_map(|(import, provider)| {
            let (importer, import) = import.split_once(':')?;
            Some([importer.to_owned(), import.to_owned(), provider])
        });
        Ok(Self { modules, mappings: of_one.collect() })
    }

    /// The user's link with so many copies of its sides, the sides themselves being the first.
    fn builder(
        &self,
        target: &Target<'_>,
        broker: &Broker,
        n_copies: u32,
    ) -> Result<LinkBuilder<()>, Failure> {
        let mut builder = target.builder(broker)?;
        // What the user allows is meant for the link as it is, so it grows with it.
        let factor = u64::from(n_copies);
        let limits = builder.current_limits();
        let wider = limits
            .modules(limits.modules_limit().saturating_mul(factor))
            .memory_bytes(limits.memory_limit_bytes().saturating_mul(factor))
            .broker_slots(limits.broker_slots_limit().saturating_mul(factor));
        builder = builder.limits(wider);
        for copy in 2..=n_copies {
            for (name, module) in &self.modules {
                builder = builder.side(&copied(name, copy), module.clone());
            }
            for [importer, import, provider] in &self.mappings {
                if self.modules.iter().any(|(name, _)| name == importer) {
                    builder =
                        builder.map(&format!("{}:{import}", copied(importer, copy)), provider);
                }
            }
        }
        Ok(builder)
    }
}

/// The name of a side's copy.
fn copied(name: &str, copy: u32) -> String {
    format!("{name}~{copy}")
}
