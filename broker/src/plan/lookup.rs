//! What the name of an accessor or bridge function means to the module that asks for it at run
//! time.
//!
//! # Source
//! The guest ABI, "Accessor of a module M" (`rbBridge_of_A`).

use super::request::LinkRequest;
use super::reserved::{self, Path, PeerFunction};
use super::resolve::{Offer, Planner};
use super::{CopyPath, LinkPlan, Source};
use crate::ids::ModuleId;
use crate::names;
use crate::sig::{ExternType, FuncType};

/// A question that a guest asks with `rbBridge` or `rbBridgeFb`.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The module whose accessor is asked.
    pub asker: ModuleId,
    /// The library that it names.
    pub library: ModuleId,
    /// The function that it names.
    pub name: &'a str,
    /// Whether copies go by accessor calls, whatever the options say.
    pub copy: CopyPath,
}

/// Answers a question: the plan, with the helper that is needed now, and the function; none for an
/// unknown name or where a module has no memory or table for it.
pub fn look_up(
    base: &LinkPlan,
    request: &LinkRequest<'_>,
    question: Question<'_>,
) -> (LinkPlan, Option<Source>) {
    let is_module = |module: ModuleId| base.module(module).is_some();
    if !is_module(question.asker) || !is_module(question.library) {
        return (base.clone(), None);
    }
    let mut planner = Planner::new(base.clone(), request);
    let source = planner.answer(question);
    (planner.finish().plan, source)
}

impl Planner<'_> {
    fn answer(&mut self, question: Question<'_>) -> Option<Source> {
        let Question { asker, library, name, copy } = question;
        if let Some(function) = reserved::accessor_function(name) {
            return found(self.access(library, function).ok()?);
        }
        if names::ACCESSOR_BRIDGES.contains(&name) {
            let helper = self.accessor(library)?;
            return Some(Source::Helper { helper, export: name.to_owned() });
        }
        // From main to side: from the asker to the library; a module that asks for its own bridge
        // means the one that joins it to main.
        let (main, side) = match library == asker {
            true => (ModuleId::MAIN, asker),
            false => (asker, library),
        };
        let path = |path| if copy == CopyPath::Accessors { Path::Fallback } else { path };
        let offer = match reserved::bridge_function(name)? {
            PeerFunction::CopyFrom(size, it) => self.copy(main, side, size, path(it)),
            PeerFunction::CopyTo(size, it) => self.copy(side, main, size, path(it)),
            PeerFunction::PointerFrom => return self.pointer_for_c(main, side),
            PeerFunction::PointerTo => return self.pointer_for_c(side, main),
            PeerFunction::Access(_) => return None,
        };
        found(offer.ok()?)
    }

    /// The re-homing function with pointers as C passes them: as wide as the addresses of the
    /// module that owns them.
    fn pointer_for_c(&mut self, from: ModuleId, to: ModuleId) -> Option<Source> {
        match self.pointer(from, to).ok()? {
            Offer::Flexible(source, actual) => {
                let mut declared = actual.clone();
                if let Some(width) = self.width(from) {
                    declared.params = vec![width.val_type()];
                }
                if let Some(width) = self.width(to) {
                    declared.results = vec![width.val_type()];
                }
                let declared = ExternType::Func(FuncType::new(declared.params, declared.results));
                self.adapt(source, &actual, &declared)
            }
            _ => None,
        }
    }
}

fn found(offer: Offer) -> Option<Source> {
    match offer {
        Offer::Found(source, _) | Offer::Flexible(source, _) | Offer::Splittable(source, _) => {
            Some(source)
        }
        Offer::Limitless(_) | Offer::Refused(..) | Offer::Nothing => None,
    }
}
