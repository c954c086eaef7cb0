//! Proof that a finished plan can be carried out.

use super::{HelperSpec, LinkPlan, Node, Source, Step};
use crate::error::{Code, Error, Result};
use crate::facts::ModuleFacts;
use std::collections::HashSet;

/// See [`LinkPlan::check`].
///
/// # Errors
/// 5030 with the step and what is wrong with it.
pub(super) fn check(plan: &LinkPlan, facts: &[&ModuleFacts]) -> Result<()> {
    let mut made: HashSet<Node> = HashSet::new();
    let mut filled = HashSet::new();
    for (idx, step) in plan.steps.iter().enumerate() {
        let fail = |why: String| {
            let text = format!("step {} of the plan cannot be carried out: {why}", idx + 1);
            Err(Error::new(Code::Internal, text))
        };
        match step {
            Step::Instantiate(node) => {
                if !exists(plan, *node) {
                    return fail(format!("there is no {node:?}"));
                }
                for source in plan.sources(*node) {
                    if let Some(why) = unusable(plan, facts, &made, source) {
                        return fail(format!("{node:?} imports {source:?}: {why}"));
                    }
                }
                if !made.insert(*node) {
                    return fail(format!("{node:?} is instantiated twice"));
                }
            }
            Step::FillForward { helper, target_idx } => {
                let target = plan.helpers.get(helper.idx()).and_then(|it| match &it.spec {
                    HelperSpec::Forward { targets, .. } => targets.get(*target_idx as usize),
                    _ => None,
                });
                match target {
                    Some(target) if made.contains(&Node::Module(target.module)) => {}
                    _ => return fail("its target does not exist yet".to_owned()),
                }
                filled.insert((*helper, *target_idx));
            }
            Step::Call { module, .. } if made.contains(&Node::Module(*module)) => {}
            Step::Call { .. } => return fail("the module does not exist yet".to_owned()),
        }
    }
    check_whole(plan, &made, filled.len())
}

/// Everything that the plan names is made, and every forwarder knows its targets.
fn check_whole(plan: &LinkPlan, made: &HashSet<Node>, n_filled: usize) -> Result<()> {
    let n_nodes = plan.modules.len() + plan.helpers.len();
    let n_targets: usize = plan
        .helpers
        .iter()
        .map(|helper| match &helper.spec {
            HelperSpec::Forward { targets, .. } => targets.len(),
            _ => 0,
        })
        .sum();
    if made.len() != n_nodes || n_filled != n_targets {
        let text = format!(
            "the plan makes {} of {n_nodes} nodes and fills {n_filled} of {n_targets} forwarders",
            made.len()
        );
        return Err(Error::new(Code::Internal, text));
    }
    Ok(())
}

fn exists(plan: &LinkPlan, node: Node) -> bool {
    match node {
        Node::Module(module) => module.idx() < plan.modules.len(),
        Node::Helper(helper) => helper.idx() < plan.helpers.len(),
    }
}

/// Why a source cannot be used now, if it cannot.
fn unusable(
    plan: &LinkPlan,
    facts: &[&ModuleFacts],
    made: &HashSet<Node>,
    source: &Source,
) -> Option<&'static str> {
    match source {
        Source::Peer { module, export } => {
            if !made.contains(&Node::Module(*module)) {
                return Some("it does not exist yet");
            }
            let has_export = facts.get(module.idx())?.export(export).is_some();
            (!has_export).then_some("there is no such export")
        }
        Source::Helper { helper, .. } => {
            (!made.contains(&Node::Helper(*helper))).then_some("it does not exist yet")
        }
        Source::Broker { owner, .. } => {
            (owner.idx() >= plan.modules.len()).then_some("its owner does not exist")
        }
        Source::Missing => Some("nothing provides it"),
        Source::Host(_) | Source::Constant(_) | Source::Stub(_) => None,
    }
}
