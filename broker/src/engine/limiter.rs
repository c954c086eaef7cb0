//! The limits of a link, as wasmtime asks for them.

use crate::limits::Limits;
use wasmtime::ResourceLimiter;

/// Counts what a link uses. wasmtime's own limiter counts each memory alone.
#[derive(Debug)]
pub(super) struct Limiter {
    memory_bytes: u64,
    memory_limit_bytes: u64,
    table_limit_elements: u64,
    /// What was refused last, to explain a failed instantiation.
    pub(super) refused: Option<Refused>,
}

/// What was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Refused {
    /// What it was.
    pub(super) what: &'static str,
    /// Where its limit is set.
    pub(super) option: &'static str,
    /// What was asked for.
    pub(super) given: u64,
    /// What is allowed.
    pub(super) limit: u64,
}

impl Limiter {
    pub(super) fn new(limits: &Limits) -> Self {
        Self {
            memory_bytes: 0,
            memory_limit_bytes: limits.memory_limit_bytes(),
            table_limit_elements: limits.table_limit_elements(),
            refused: None,
        }
    }

    fn refuse(&mut self, refused: Refused) -> wasmtime::Result<bool> {
        self.refused = Some(refused);
        Ok(false)
    }
}

impl ResourceLimiter for Limiter {
    fn memory_growing(
        &mut self,
        current: usize,
        desired: usize,
        maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        if maximum.is_some_and(|maximum| desired > maximum) {
            return Ok(false);
        }
        let more = (desired as u64).saturating_sub(current as u64);
        let given = self.memory_bytes.saturating_add(more);
        if given > self.memory_limit_bytes {
            return self.refuse(Refused {
                what: "bytes of memory of the link",
                option: "`--max-memory` or `[limits]`",
                given,
                limit: self.memory_limit_bytes,
            });
        }
        self.memory_bytes = given;
        Ok(true)
    }

    fn table_growing(
        &mut self,
        _current: usize,
        desired: usize,
        maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        if maximum.is_some_and(|maximum| desired > maximum) {
            return Ok(false);
        }
        if desired as u64 > self.table_limit_elements {
            return self.refuse(Refused {
                what: "elements of a table",
                option: "`[limits]`",
                given: desired as u64,
                limit: self.table_limit_elements,
            });
        }
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_counted_over_all_memories() {
        let mut limiter = Limiter::new(&Limits::new().memory_bytes(10));
        let mut grow = |from, to| limiter.memory_growing(from, to, None).expect("it answers");
        assert!(grow(0, 4), "the first memory");
        assert!(grow(0, 4), "the second memory");
        assert!(!grow(4, 7), "one over the limit");
        assert!(grow(4, 6), "at the limit");
        let refused = limiter.refused.map(|refused| (refused.given, refused.limit));
        assert_eq!(refused, Some((11, 10)));
    }

    #[test]
    fn each_table_has_the_limit() {
        let mut limiter = Limiter::new(&Limits::new().table_elements(5));
        assert!(limiter.table_growing(0, 5, None).expect("it answers"), "at the limit");
        assert!(!limiter.table_growing(0, 6, None).expect("it answers"), "one over");
        assert!(!limiter.table_growing(0, 3, Some(2)).expect("it answers"), "its own maximum");
    }
}
