//! The limits of a link, as wasmtime asks for them.

use crate::error::{Code, Error, Result};
use crate::limits::Limits;
use std::collections::HashSet;
use wasmtime::ResourceLimiter;

/// Counts what a link uses. wasmtime's own limiter counts each memory alone.
#[derive(Debug)]
pub(super) struct Limiter {
    used: Used,
    memory_limit_bytes: u64,
    table_limit_elements: u64,
    all_table_elements_limit: u64,
    instances_limit: u64,
    /// The modules that were instantiated, by their digests: the engine keeps the code of each.
    modules: HashSet<[u8; 32]>,
    module_bytes: u64,
    all_module_bytes_limit: u64,
    /// What was refused last, to explain a failed instantiation.
    pub(super) refused: Option<Refused>,
}

/// What is used of what the engine can give back, where an instance cannot be made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Used {
    memory_bytes: u64,
    table_elements: u64,
    n_instances: u64,
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
            used: Used::default(),
            memory_limit_bytes: limits.memory_limit_bytes(),
            table_limit_elements: limits.table_limit_elements(),
            all_table_elements_limit: limits.all_table_elements_limit(),
            instances_limit: limits.instances_limit(),
            modules: HashSet::new(),
            module_bytes: 0,
            all_module_bytes_limit: limits.all_module_bytes_limit(),
            refused: None,
        }
    }

    /// Counts one more instance, and the bytes of the user's module that it is of, by its digest:
    /// these once however often it is instantiated. Answers what was used before.
    ///
    /// # Errors
    /// 5020; then neither is counted.
    pub(super) fn count_instance(&mut self, module: Option<([u8; 32], u64)>) -> Result<Used> {
        let before = self.used;
        let n_instances = before.n_instances + 1;
        if n_instances > self.instances_limit {
            let what = "instances of the link, with helpers and what was closed";
            return Err(exceeded(what, n_instances, self.instances_limit));
        }
        if let Some((sha256, n_bytes)) = module {
            self.count_module(sha256, n_bytes)?;
        }
        self.used.n_instances = n_instances;
        Ok(before)
    }

    /// Goes back to what was used before an instance that could not be made: the engine has given
    /// its memories and tables back. It keeps the code.
    pub(super) fn give_back(&mut self, before: Used) {
        self.used = before;
    }

    fn count_module(&mut self, sha256: [u8; 32], n_bytes: u64) -> Result<()> {
        if self.modules.contains(&sha256) {
            return Ok(());
        }
        let given = self.module_bytes.saturating_add(n_bytes);
        if given > self.all_module_bytes_limit {
            let what = "bytes of all different modules of the link, with what was closed";
            return Err(exceeded(what, given, self.all_module_bytes_limit));
        }
        self.module_bytes = given;
        self.modules.insert(sha256);
        Ok(())
    }

    fn refuse(&mut self, refused: Refused) -> wasmtime::Result<bool> {
        self.refused = Some(refused);
        Ok(false)
    }
}

/// The error for what is counted before the engine is asked.
fn exceeded(what: &str, given: u64, limit: u64) -> Error {
    Error::limit(Code::LimitExceeded, what, given, limit)
        .help("raise it with `--limit` or `[limits]`, if you trust the modules")
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
        let given = self.used.memory_bytes.saturating_add(more);
        if given > self.memory_limit_bytes {
            return self.refuse(Refused {
                what: "bytes of memory of the link",
                option: "`--max-memory` or `[limits]`",
                given,
                limit: self.memory_limit_bytes,
            });
        }
        self.used.memory_bytes = given;
        Ok(true)
    }

    fn table_growing(
        &mut self,
        current: usize,
        desired: usize,
        maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        if maximum.is_some_and(|maximum| desired > maximum) {
            return Ok(false);
        }
        if desired as u64 > self.table_limit_elements {
            return self.refuse(Refused {
                what: "elements of a table",
                option: "`--limit` or `[limits]`",
                given: desired as u64,
                limit: self.table_limit_elements,
            });
        }
        let more = (desired as u64).saturating_sub(current as u64);
        let given = self.used.table_elements.saturating_add(more);
        if given > self.all_table_elements_limit {
            return self.refuse(Refused {
                what: "elements of all tables of the link",
                option: "`--limit` or `[limits]`",
                given,
                limit: self.all_table_elements_limit,
            });
        }
        self.used.table_elements = given;
        Ok(true)
    }

    /// Counted before the engine is asked, by [`Limiter::count_instance`].
    fn instances(&self) -> usize {
        usize::MAX
    }

    /// As many as instances can have: what they take is counted above.
    fn tables(&self) -> usize {
        usize::MAX
    }

    fn memories(&self) -> usize {
        usize::MAX
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

    #[test]
    fn elements_are_counted_over_all_tables() {
        let mut limiter = Limiter::new(&Limits::new().all_table_elements(10));
        let mut grow = |from, to| limiter.table_growing(from, to, None).expect("it answers");
        assert!(grow(0, 4), "the first table");
        assert!(grow(0, 4), "the second table");
        assert!(!grow(4, 7), "one over the limit");
        assert!(grow(4, 6), "at the limit");
    }
}
