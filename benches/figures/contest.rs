//! Several ways to do the same work, timed against each other.
//!
//! Invariant: contenders run in turns, forwards and backwards, each for a slice of time, so that
//! what slows the machine down for a while slows all of them; ratios are taken within a turn.

use crate::statistics::Spread;
use serde_json::{Value, json};
use std::time::Duration;

/// How long a contender runs before it is the next one's turn. Far below a scheduler's time slice,
/// far above what it costs to enter a guest.
const SLICE: Duration = Duration::from_micros(250);
/// How long a contest may take in one process.
const BUDGET: Duration = Duration::from_millis(900);
/// How much time criterion usually sees of a contender.
const CRITERION_TIME: Duration = Duration::from_millis(150);
/// Turns of a contest: at most, and at least.
const N_ROUNDS: std::ops::RangeInclusive<u128> = 9..=151;

/// One way to do the work.
pub(crate) struct Contender {
    pub(crate) name: String,
    run: Box<dyn FnMut(u64) -> Duration>,
}

/// Several ways to do the same work. All of them do the same number of units per run.
pub(crate) struct Contest {
    /// `group/what`; figures refer to it.
    pub(crate) name: String,
    pub(crate) contenders: Vec<Contender>,
    /// How much time criterion shall see of each contender.
    pub(crate) criterion_time: Duration,
}

/// What one process saw of a contest.
#[derive(Clone, Debug)]
pub(crate) struct Measured {
    pub(crate) contest: String,
    pub(crate) contenders: Vec<String>,
    /// Nanoseconds per unit, by round, then by contender.
    pub(crate) rounds: Vec<Vec<f64>>,
}

impl Contender {
    /// `run` does the work that many times, at least once, and answers how long that took.
    pub(crate) fn new(name: &str, run: impl FnMut(u64) -> Duration + 'static) -> Self {
        Self { name: name.to_owned(), run: Box::new(run) }
    }

    pub(crate) fn run(&mut self, n: u64) -> Duration {
        (self.run)(n)
    }

    /// How often to do the work to fill a slice; warms up on the way.
    fn n_per_slice(&mut self) -> (u64, Duration) {
        let mut n = 1_u64;
        loop {
            let spent = self.run(n).max(Duration::from_nanos(1));
            if spent >= SLICE / 4 {
                let wanted = n as f64 * SLICE.as_secs_f64() / spent.as_secs_f64();
                let n = (wanted as u64).max(1);
                return (n, spent.mul_f64(n as f64 / wanted).max(SLICE));
            }
            n *= 4;
        }
    }
}

impl Contest {
    pub(crate) fn new(name: impl Into<String>, contenders: Vec<Contender>) -> Self {
        Self { name: name.into(), contenders, criterion_time: CRITERION_TIME }
    }

    /// Lets criterion look for another time than usual.
    pub(crate) fn criterion_time(mut self, time: Duration) -> Self {
        self.criterion_time = time;
        self
    }

    /// Runs the contest.
    pub(crate) fn measure(&mut self) -> Measured {
        let slices: Vec<_> = self.contenders.iter_mut().map(Contender::n_per_slice).collect();
        let round: Duration = slices.iter().map(|(_, spent)| *spent).sum();
        let n_rounds = BUDGET.as_nanos() / round.as_nanos().max(1);
        let n_rounds = n_rounds.clamp(*N_ROUNDS.start(), *N_ROUNDS.end());
        let mut rounds = Vec::new();
        for round in 0..n_rounds {
            let mut times = vec![0.0; slices.len()];
            for turn in 0..slices.len() {
                let idx = if round % 2 == 0 { turn } else { slices.len() - 1 - turn };
                let n = slices[idx].0;
                times[idx] = self.contenders[idx].run(n).as_nanos() as f64 / n as f64;
            }
            rounds.push(times);
        }
        let contenders = self.contenders.iter().map(|it| it.name.clone()).collect();
        Measured { contest: self.name.clone(), contenders, rounds }
    }
}

impl Measured {
    /// The time of a contender, in nanoseconds per unit.
    pub(crate) fn time(&self, contender: &str) -> Option<Spread> {
        self.idx(contender).map(|_| Spread::of(self.times(contender)))
    }

    /// The times of a contender, by round; none if it was not there.
    pub(crate) fn times(&self, contender: &str) -> Vec<f64> {
        let times = self.idx(contender).map(|idx| self.rounds.iter().map(move |round| round[idx]));
        times.into_iter().flatten().collect()
    }

    /// How many times longer `slow` took than `fast`, round by round.
    pub(crate) fn ratios(&self, slow: &str, fast: &str) -> Option<Vec<f64>> {
        let (slow, fast) = (self.idx(slow)?, self.idx(fast)?);
        Some(self.rounds.iter().map(|round| round[slow] / round[fast]).collect())
    }

    fn idx(&self, contender: &str) -> Option<usize> {
        self.contenders.iter().position(|name| name == contender)
    }

    pub(crate) fn to_json(&self) -> Value {
        json!({ "contest": self.contest, "contenders": self.contenders, "rounds": self.rounds })
    }

    /// What [`Self::to_json`] wrote.
    pub(crate) fn of_json(value: &Value) -> Option<Self> {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let numbers =
            |round: &Value| round.as_array()?.iter().map(Value::as_f64).collect::<Option<Vec<_>>>();
        Some(Self {
            contest: text(value.get("contest")?)?,
            contenders: value
                .get("contenders")?
                .as_array()?
                .iter()
                .map(text)
                .collect::<Option<_>>()?,
            rounds: value.get("rounds")?.as_array()?.iter().map(numbers).collect::<Option<_>>()?,
        })
    }
}
