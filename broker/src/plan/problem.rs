//! What keeps a plan from being carried out, with all that a reader needs to mend it.

use super::{Draft, Mapping};
use crate::error::{Code, Detail, Error, Snippet, quoted};
use crate::ids::ModuleId;
use crate::sig::ExternType;
use indexmap::IndexMap;
use std::collections::HashSet;

/// So many problems of a kind are shown with their lines and what to do. The others are only named:
/// a program that lacks hundreds of imports lacks them for a few reasons.
const MAX_IN_FULL: usize = 20;
/// Characters of a type.
const MAX_TYPE_CHARS: usize = 600;
/// Bytes of the names of the others: beyond, they are only counted.
const MAX_IN_SHORT_BYTES: usize = 16 << 10;

/// One thing that keeps a plan from being carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What kind of problem.
    pub kind: ProblemKind,
    /// The module whose import it is.
    pub importer: ModuleId,
    /// Its name.
    pub importer_name: String,
    /// The import, as an index into the module's imports.
    pub import_idx: usize,
    /// The import's name, `module.field`, escaped.
    pub import: String,
    /// The bytes of the module's part in that name.
    pub(super) module_bytes: usize,
    /// The type that the importer declares.
    pub expected: ExternType,
    /// The type of what was found under that name.
    pub found: Option<ExternType>,
    /// Where the name was looked for, in order.
    pub looked_in: Vec<String>,
    /// More about what was found, a sentence each.
    pub findings: Vec<String>,
    /// What to do.
    pub help: Vec<String>,
}

/// What kind of problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ProblemKind {
    /// Nothing provides the import.
    Unresolved,
    /// The provider has another type.
    TypeMismatch,
    /// Two providers at the same rank.
    Duplicate,
    /// Modules need each other in a way that cannot be cut.
    Cycle,
    /// The function table cannot hold what would be put there.
    Table,
    /// The module follows a convention that is not spoken.
    Convention,
    /// Only JavaScript or a browser has it.
    JavaScript,
}

impl ProblemKind {
    /// The error code.
    pub const fn code(self) -> Code {
        match self {
            Self::Unresolved => Code::UnresolvedImport,
            Self::TypeMismatch => Code::ImportTypeMismatch,
            Self::Duplicate => Code::DuplicateName,
            Self::Cycle => Code::DependencyCycle,
            Self::Table => Code::TableExhausted,
            Self::Convention => Code::AbiMismatch,
            Self::JavaScript => Code::UnsupportedFeature,
        }
    }

    /// The words for a list of imports.
    pub(super) const fn in_a_row(self) -> &'static str {
        match self {
            Self::Unresolved => "not found",
            Self::TypeMismatch => "found with another type",
            Self::Duplicate => "more than one provider",
            Self::Cycle => "in a cycle that cannot be cut",
            Self::Table => "no function table for it",
            Self::Convention => "of an unknown convention",
            Self::JavaScript => "of JavaScript",
        }
    }

    /// The headline for `n` problems of this kind.
    fn headline(self, n: usize) -> String {
        let s = if n == 1 { "" } else { "s" };
        let has = if n == 1 { "has" } else { "have" };
        match self {
            Self::Unresolved => format!("{n} import{s} {has} no provider"),
            Self::TypeMismatch => format!("{n} import{s} {has} another type than the provider"),
            Self::Duplicate => format!("{n} import{s} {has} more than one provider"),
            Self::Cycle => format!("{n} import{s} of a cycle that cannot be cut"),
            Self::Table => format!("{n} import{s} cannot be given a function table"),
            Self::Convention => {
                format!("{n} import{s} of a convention that the broker does not speak")
            }
            Self::JavaScript => format!("{n} import{s} that only JavaScript can provide"),
        }
    }

    const ALL: [Self; 7] = [
        Self::Unresolved,
        Self::TypeMismatch,
        Self::Duplicate,
        Self::Cycle,
        Self::Table,
        Self::Convention,
        Self::JavaScript,
    ];
}

impl Problem {
    /// The sentence that says who wants what.
    pub fn sentence(&self) -> String {
        let (importer, import) = (&self.importer_name, &self.import);
        match &self.found {
            Some(found) if self.kind == ProblemKind::TypeMismatch => format!(
                "`{importer}` wants `{import}` {expected}, found {found}",
                expected = clipped(&self.expected),
                found = clipped(found)
            ),
            _ => format!("`{importer}` wants `{import}` {}", clipped(&self.expected)),
        }
    }
}

/// A type as it is shown: one of a thousand parameters helps nobody.
fn clipped(ty: &ExternType) -> String {
    let shown = ty.to_string();
    match shown.char_indices().nth(MAX_TYPE_CHARS) {
        Some((n_bytes, _)) => format!("{}…", &shown[..n_bytes]),
        None => shown,
    }
}

impl Draft {
    /// The mappings that are for no import of any module, as sentences: most likely a name is
    /// misspelt, but modules that are opened later may have them.
    pub fn idle_mappings(&self, mappings: &[Mapping]) -> Vec<String> {
        let named: HashSet<&str> = mappings.iter().map(|mapping| mapping.import.as_str()).collect();
        let mut used: HashSet<String> = HashSet::new();
        for module in self.plan.modules.iter().filter(|_| !mappings.is_empty()) {
            for import in &module.imports {
                let plain = format!("{}.{}", import.module, import.name);
                let specific = format!("{}:{plain}", module.name);
                used.extend([plain, specific].into_iter().filter(|it| named.contains(&**it)));
            }
        }
        let idle = mappings.iter().filter(|mapping| !used.contains(&mapping.import));
        idle.map(|mapping| {
            format!("no module imports {} ({})", quoted(&mapping.import), mapping.origin)
        })
        .collect()
    }

    /// One error for each kind of problem, with all problems of that kind.
    ///
    /// `snippet` finds the line of source in which the import stands; it may answer none.
    pub fn errors(&self, snippet: impl Fn(&Problem) -> Option<Snippet>) -> Vec<Error> {
        ProblemKind::ALL.into_iter().filter_map(|kind| self.error_of(kind, &snippet)).collect()
    }

    fn error_of(
        &self,
        kind: ProblemKind,
        snippet: &impl Fn(&Problem) -> Option<Snippet>,
    ) -> Option<Error> {
        let problems: Vec<_> = self.problems.iter().filter(|it| it.kind == kind).collect();
        let first = Error::new(kind.code(), kind.headline(problems.len()));
        if problems.is_empty() {
            return None;
        }
        let (in_full, in_short) = problems.split_at(problems.len().min(MAX_IN_FULL));
        let error = in_full.iter().fold(first, |error, problem| {
            let mut error = match snippet(problem) {
                Some(mut snippet) => {
                    snippet.label = problem.sentence();
                    error.with(Detail::Snippet(snippet))
                }
                None => error.with(Detail::Finding(problem.sentence())),
            };
            error = problem
                .findings
                .iter()
                .fold(error, |error, text| error.with(Detail::Finding(text.clone())));
            if !problem.looked_in.is_empty() {
                error = error.with(Detail::LookedIn(problem.looked_in.clone()));
            }
            problem.help.iter().fold(error, |error, text| error.help(text))
        });
        Some(in_short_lines(in_short).into_iter().fold(error, Error::finding))
    }
}

/// What else is missing, by name: a line for each importer and the module that it names, up to an
/// end that a module with a hundred thousand imports would not find.
fn in_short_lines(problems: &[&Problem]) -> Vec<String> {
    let mut lines: IndexMap<(&str, &str), Vec<&str>> = IndexMap::new();
    let mut n_bytes = 0;
    let mut n_shown = 0;
    for problem in problems {
        let (module, name) = problem.import.split_at(problem.module_bytes);
        let name = name.strip_prefix('.').unwrap_or(name);
        let key = (problem.importer_name.as_str(), module);
        n_bytes +=
            name.len() + if lines.contains_key(&key) { 0 } else { key.0.len() + key.1.len() };
        if n_bytes > MAX_IN_SHORT_BYTES {
            break;
        }
        lines.entry(key).or_default().push(name);
        n_shown += 1;
    }
    let line = |((importer, module), names): ((&str, &str), Vec<&str>)| {
        let (n, names) = (names.len(), names.join(", "));
        format!("`{importer}` also wants {n} more of `{module}`: {names}")
    };
    let mut lines: Vec<_> = lines.into_iter().map(line).collect();
    if n_shown < problems.len() {
        lines.push(format!("and {} more", problems.len() - n_shown));
    }
    lines
}
