//! Plans of random sets of modules: sound, the same each time, the same after a way through JSON,
//! and printable.

use super::{judge, modules};
use arbitrary::{Arbitrary, Result, Unstructured};
use wasm_broker::{CopyPath, LinkBuilder, LinkPlan, Module, ModuleFacts, Unresolved};

/// An input: how to link, then the modules.
pub fn run(data: &[u8]) {
    if let Ok((builder, facts)) = request(&mut Unstructured::new(data)) {
        check(&builder, &facts);
    }
}

fn request(bytes: &mut Unstructured<'_>) -> Result<(LinkBuilder<()>, Vec<ModuleFacts>)> {
    let mut facts = Vec::new();
    let n_modules = bytes.int_in_range(1..=modules::NAMES.len())?;
    let mut builder: Option<LinkBuilder<()>> = None;
    for name in &modules::NAMES[..n_modules] {
        let module = module(bytes)?;
        facts.push(module.facts().clone());
        builder = Some(match builder {
            None => judge::broker().main(name, module),
            Some(builder) => builder.side(name, module),
        });
    }
    let mut builder = builder.expect("there is a main");
    builder = builder.unresolved(match u8::arbitrary(bytes)? % 3 {
        0 => Unresolved::Error,
        1 => Unresolved::Trap,
        _ => Unresolved::Zero,
    });
    if bool::arbitrary(bytes)? {
        builder = builder.copy_path(CopyPath::Accessors);
    }
    for (import, provider) in [("a.gone", "b.f"), ("b:a.f", "main.f"), ("é.g", "rb:main.getI32")] {
        if bool::arbitrary(bytes)? {
            builder = builder.map(import, provider);
        }
    }
    Ok((builder, facts))
}

/// Most are plain, since those of wasm-smith seldom fit anything.
fn module(bytes: &mut Unstructured<'_>) -> Result<Module> {
    if u8::arbitrary(bytes)? % 8 == 0 {
        let made = wasm_smith::Module::new(modules::config(4), bytes)?;
        return Ok(Module::from_bytes(&made.to_bytes()).expect("its features are the broker's"));
    }
    let text = modules::plain(bytes)?;
    // Two exports of one name come up, and a parser may refuse them.
    Module::from_bytes(text.as_bytes()).map_err(|error| {
        judge::check_error(&error);
        arbitrary::Error::IncorrectFormat
    })
}

fn check(builder: &LinkBuilder<()>, facts: &[ModuleFacts]) {
    let draft = match builder.draft() {
        Ok(draft) => draft,
        Err(error) => return judge::check_error(&error),
    };
    let again = builder.draft().expect("it could be planned a moment ago");
    let plan = &draft.plan;
    assert_eq!(plan, &again.plan, "planned twice");
    let errors = builder.errors(&draft);
    errors.iter().for_each(judge::check_error);
    assert_eq!(errors.is_empty(), draft.problems.is_empty());
    builder.warnings(&draft).iter().for_each(|text| judge::check_text(text));
    for text in [plan.to_string(), plan.to_mermaid(), plan.to_dot()] {
        judge::check_text(&text);
    }
    let json = plan.to_json();
    let read = LinkPlan::from_json(&json).unwrap_or_else(|error| panic!("{error}\n{json}"));
    assert_eq!(&read, plan, "through JSON and back");
    if draft.problems.is_empty() {
        let facts: Vec<_> = facts.iter().collect();
        plan.check(&facts).unwrap_or_else(|error| panic!("{error}\n{plan}"));
    }
}
