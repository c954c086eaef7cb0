//! Makes the address-width variants of one WAT file.
//!
//! A helper is written once, as valid WAT whose addresses are all 32 bits wide. A comment glued to
//! the end of a keyword, `i32(;main;)`, names the width parameter which that keyword depends on.
//! Where the parameter is wide (64 bits), the marked keyword is exchanged:
//!
//! | as written                 | where `main` is wide   |
//! |----------------------------|------------------------|
//! | `i32(;main;)`              | `i64`                  |
//! | `i32.const(;main;)`        | `i64.const`            |
//! | `i64.extend_i32_u(;main;)` | `i64.or (i64.const 0)` |
//! | `i32.wrap_i64(;main;)`     | `i64.or (i64.const 0)` |
//!
//! The last two are conversions that a wide variant does not need: the `or` is the identity on one
//! operand, so the text stays foldable and the compiler drops it.
//!
//! The build scripts of both helper crates include this file, and so do their `.wast` harnesses.

/// What a conversion becomes where both sides of it are 64 bits wide.
const IDENTITY: &str = "i64.or (i64.const 0)";

/// The text of one variant of `template`, without markers.
///
/// # Shape
/// `widths` holds every parameter the template may name, and whether it is wide.
///
/// # Errors
/// A marker with an unknown name, or glued to a keyword that has no wide form.
pub(crate) fn variant(template: &str, widths: &[(&str, bool)]) -> Result<String, String> {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(open_at) = rest.find("(;") {
        let (before, comment) = rest.split_at(open_at);
        let close_at = comment.find(";)").ok_or("a block comment is never closed")?;
        let (marker, after) = comment.split_at(close_at + ";)".len());
        let name = &marker["(;".len()..close_at];
        let keyword_at =
            before.rfind(|c: char| c.is_whitespace() || c == '(').map_or(0, |at| at + 1);
        let (untouched, keyword) = before.split_at(keyword_at);
        if keyword.is_empty() {
            return Err(format!("the comment `{marker}` is not glued to a keyword"));
        }
        let is_wide = widths
            .iter()
            .find_map(|(known, is_wide)| (*known == name).then_some(*is_wide))
            .ok_or_else(|| format!("the marker `{marker}` names no width parameter"))?;
        text.push_str(untouched);
        text.push_str(&if is_wide { wide(keyword)? } else { keyword.to_owned() });
        rest = after;
    }
    text.push_str(rest);
    Ok(text)
}

/// The form that `keyword` takes in a wide variant.
fn wide(keyword: &str) -> Result<String, String> {
    match keyword {
        "i64.extend_i32_u" | "i32.wrap_i64" => Ok(IDENTITY.to_owned()),
        _ => match keyword.strip_prefix("i32") {
            Some("") => Ok("i64".to_owned()),
            Some(operator) if operator.starts_with('.') => Ok(format!("i64{operator}")),
            _ => Err(format!("the keyword `{keyword}` has no wide form")),
        },
    }
}
