//! Time per call: the user's function from everywhere, and every kind of call for comparison.

use super::measured::{CALLEE, CALLER, Measured, NEXT, PROBE};
use super::rounds::measure;
use super::stats::Summary;
use super::target::{Function, Repeat, Target};
use crate::failure::Failure;
use std::time::{Duration, Instant};
use wasm_broker::{Broker, Func, Val};

/// What was found.
#[derive(Clone, Debug)]
pub(super) struct Calls {
    pub(super) rows: Vec<CallTime>,
    /// What a reader should know besides.
    pub(super) remarks: Vec<String>,
}

/// The time of one kind of call.
#[derive(Clone, Debug)]
pub(super) struct CallTime {
    pub(super) call: Call,
    pub(super) label: String,
    pub(super) time: Summary,
}

/// A kind of call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Call {
    /// The user's function by the host, by name, with untyped values.
    YoursByName,
    /// The user's function by the host, with types known beforehand.
    YoursTyped,
    /// The user's function by another module.
    YoursDirect,
    /// The user's function in a link of its own.
    YoursFresh,
    /// A turn of the loop without a call.
    Loop,
    /// By another module.
    Direct,
    /// Through a re-homed function pointer.
    Pointer,
    /// Of the accessor of a memory.
    Accessor,
    /// Of a host function.
    Host,
    /// By the host, with types known beforehand.
    Typed,
    /// By the host, by name, with untyped values.
    ByName,
}

impl Call {
    const REFERENCES: [Self; 7] = [
        Self::Loop,
        Self::Direct,
        Self::Pointer,
        Self::Accessor,
        Self::Host,
        Self::Typed,
        Self::ByName,
    ];

    /// Whether the user's own function is called.
    pub(super) fn is_yours(self) -> bool {
        !Self::REFERENCES.contains(&self)
    }

    /// What people read; `yours` is the user's call as text.
    fn label(self, yours: &str) -> String {
        match self {
            Self::YoursByName => format!("{yours} from the host, by name, untyped"),
            Self::YoursTyped => format!("{yours} from the host, typed"),
            Self::YoursDirect => format!("{yours} from wasm, direct import"),
            Self::YoursFresh => format!("{yours} in a fresh link"),
            Self::Loop => "an empty turn of the loop".to_owned(),
            Self::Direct => "direct import".to_owned(),
            Self::Pointer => "re-homed pointer".to_owned(),
            Self::Accessor => "accessor, getI32".to_owned(),
            Self::Host => "host function".to_owned(),
            Self::Typed => "from the host, typed".to_owned(),
            Self::ByName => "from the host, by name, untyped".to_owned(),
        }
    }

    /// What programs read.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::YoursByName => "yours_by_name",
            Self::YoursTyped => "yours_typed",
            Self::YoursDirect => "yours_direct_import",
            Self::YoursFresh => "yours_in_fresh_link",
            Self::Loop => "empty_loop",
            Self::Direct => "direct_import",
            Self::Pointer => "rehomed_pointer",
            Self::Accessor => "accessor",
            Self::Host => "host_function",
            Self::Typed => "host_typed",
            Self::ByName => "host_by_name",
        }
    }
}

/// The exports that are called, looked up once.
struct Exports {
    empty: Func<u32, i32>,
    direct: Func<u32, i32>,
    pointer: Func<u32, i32>,
    accessor: Func<u32, i32>,
    host: Func<u32, i32>,
    next: Func<i32, i32>,
    /// `once` and `repeat` of the probe, where there is one.
    probe: Option<(Func<(), ()>, Func<u32, ()>)>,
}

/// Measures every kind of call.
///
/// # Errors
/// What the user's function fails with.
pub(super) fn run(
    target: &Target<'_>,
    broker: &Broker,
    measured: &mut Measured,
    function: Option<&Function>,
    budget: Duration,
) -> Result<Calls, Failure> {
    let exports = exports(measured)?;
    let mut kinds = Vec::new();
    let mut remarks = Vec::new();
    match function.map(|function| function.repeat) {
        Some(Repeat::SameLink) => {
            kinds.push(Call::YoursByName);
            match &measured.probe {
                Some(Err(reason)) => remarks.push(format!("called by name alone: {reason}")),
                _ => kinds.extend([Call::YoursTyped, Call::YoursDirect]),
            }
        }
        Some(Repeat::FreshLink) => {
            kinds.push(Call::YoursFresh);
            remarks.push("the function ends the program: each call has a link of its own".into());
        }
        None => remarks.push("no function of yours was called: none was given".to_owned()),
    }
    kinds.extend(Call::REFERENCES);
    let yours = function.map(Function::call_text).unwrap_or_default();
    let times = measure(&kinds, budget, |call, n_turns| match (call, function) {
        (Call::YoursFresh, Some(function)) => fresh(target, broker, function, n_turns),
        _ => turns(measured, &exports, *call, function, n_turns),
    })?;
    let row =
        |(call, time): (&Call, Summary)| CallTime { call: *call, label: call.label(&yours), time };
    Ok(Calls { rows: kinds.iter().zip(times).map(row).collect(), remarks })
}

fn exports(measured: &mut Measured) -> Result<Exports, Failure> {
    let has_probe = matches!(measured.probe, Some(Ok(())));
    let link = &mut measured.link;
    let caller = |export: &str| format!("{CALLER}.{export}");
    let prepare = link.func::<(), ()>(&caller("prepare"))?;
    prepare.call(link, ())?;
    let probe = match has_probe {
        true => {
            Some((link.func(&format!("{PROBE}.once"))?, link.func(&format!("{PROBE}.repeat"))?))
        }
        false => None,
    };
    Ok(Exports {
        empty: link.func(&caller("empty"))?,
        direct: link.func(&caller("direct"))?,
        pointer: link.func(&caller("pointer"))?,
        accessor: link.func(&caller("accessor"))?,
        host: link.func(&caller("host"))?,
        next: link.func(&format!("{CALLEE}.{NEXT}"))?,
        probe,
    })
}

fn turns(
    measured: &mut Measured,
    exports: &Exports,
    call: Call,
    function: Option<&Function>,
    n_turns: u32,
) -> Result<Duration, Failure> {
    let link = &mut measured.link;
    let next = format!("{CALLEE}.{NEXT}");
    let start = Instant::now();
    let in_wasm = match call {
        Call::Loop => Some(&exports.empty),
        Call::Direct => Some(&exports.direct),
        Call::Pointer => Some(&exports.pointer),
        Call::Accessor => Some(&exports.accessor),
        Call::Host => Some(&exports.host),
        _ => None,
    };
    match (call, function, &exports.probe) {
        (Call::YoursByName, Some(function), _) => {
            for _ in 0..n_turns {
                link.invoke(&function.name, &function.params)?;
            }
        }
        (Call::YoursTyped, _, Some((once, _))) => {
            for _ in 0..n_turns {
                once.call(link, ())?;
            }
        }
        (Call::YoursDirect, _, Some((_, repeat))) => repeat.call(link, n_turns)?,
        (Call::Typed, ..) => {
            for a in 0..n_turns {
                exports.next.call(link, a as i32)?;
            }
        }
        (Call::ByName, ..) => {
            for a in 0..n_turns {
                link.invoke(&next, &[Val::I32(a as i32)])?;
            }
        }
        _ => {
            if let Some(func) = in_wasm {
                func.call(link, n_turns)?;
            }
        }
    }
    Ok(start.elapsed())
}

/// Calls the function once in each of as many links; making them does not count.
fn fresh(
    target: &Target<'_>,
    broker: &Broker,
    function: &Function,
    n_turns: u32,
) -> Result<Duration, Failure> {
    let mut time = Duration::ZERO;
    for _ in 0..n_turns {
        let mut link = target.builder(broker)?.plan()?.instantiate(())?;
        let start = Instant::now();
        let outcome = link.invoke(&function.name, &function.params);
        time += start.elapsed();
        match outcome {
            Err(error) if error.guest_exit() != Some(0) => return Err(error.into()),
            _ => {}
        }
    }
    Ok(time)
}
