//! A plan as a picture: Mermaid and Graphviz text.
//!
//! Invariants: equal plans give equal text; no name of a guest can end a label, open a node or be
//! read as markup, because every character that either format could mean something by is escaped;
//! nodes are named by id, never by the guest. Both formats are written from one [`Graph`].

use super::{BrokerFunction, HelperSpec, LinkPlan, Node, Source, Step, StubKind};
use crate::error::escaped;
use crate::ids::{HelperId, ModuleId};
use crate::names;
use indexmap::IndexMap;
use std::collections::HashMap;
use std::fmt::Write;

/// An edge names at most this many imports, then says how many more there are.
const MAX_NAMES_ON_EDGE: usize = 6;
/// Names longer than this many characters are clipped: a picture is not the place for them.
const MAX_NAME_CHARS: usize = 40;

/// What both formats draw.
struct Graph {
    vertices: Vec<Vertex>,
    /// Edges by their ends, in the order in which they were found.
    edges: IndexMap<Ends, Vec<String>>,
}

/// A box of the picture.
struct Vertex {
    id: String,
    shape: Shape,
    /// The lines of its text, not escaped for either format.
    lines: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Module,
    Closed,
    Helper,
    Host,
    Missing,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Ends {
    from: String,
    to: String,
    line: Line,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Line {
    Plain,
    /// Through a forwarding helper: the provider is made after the importer.
    Cycle,
    Missing,
}

impl LinkPlan {
    /// The plan as a Mermaid flowchart: an arrow goes from who provides to who imports.
    ///
    /// # Source
    /// Mermaid, "Flowcharts – Basic Syntax"; text in quotes, entities by number.
    pub fn to_mermaid(&self) -> String {
        let graph = Graph::of(self);
        let mut out = "flowchart LR\n".to_owned();
        for vertex in &graph.vertices {
            let text = joined(&vertex.lines, "<br/>", mermaid_text);
            let (open, close) = match vertex.shape {
                Shape::Module | Shape::Closed => ("[", "]"),
                Shape::Helper => ("(", ")"),
                Shape::Host => ("{{", "}}"),
                Shape::Missing => ("((", "))"),
            };
            let class = vertex.shape.class();
            let _ = writeln!(out, "  {}{open}\"{text}\"{close}:::{class}", vertex.id);
        }
        for (ends, names) in &graph.edges {
            let arrow = if ends.line == Line::Plain { "-->" } else { "-.->" };
            let text = joined(&edge_lines(names), "<br/>", mermaid_text);
            let _ = writeln!(out, "  {} {arrow}|\"{text}\"| {}", ends.from, ends.to);
        }
        for shape in Shape::ALL {
            let Colors { fill, line } = shape.colors();
            let dash = if shape == Shape::Closed { ",stroke-dasharray:4" } else { "" };
            let class = shape.class();
            let _ =
                writeln!(out, "  classDef {class} fill:{fill},stroke:{line},color:#1f2328{dash}");
        }
        for (edge_idx, ends) in graph.edges.keys().enumerate() {
            if ends.line == Line::Missing {
                let line = Shape::Missing.colors().line;
                let _ = writeln!(out, "  linkStyle {edge_idx} stroke:{line},color:{line}");
            }
        }
        out
    }

    /// The plan as a Graphviz digraph: an arrow goes from who provides to who imports.
    ///
    /// # Source
    /// Graphviz, "DOT Language"; text as double-quoted strings, entities by number.
    pub fn to_dot(&self) -> String {
        let graph = Graph::of(self);
        let mut out = "digraph link {\n  rankdir=LR;\n  nodesep=0.35;\n  ranksep=0.9;\n".to_owned();
        out.push_str("  node [fontname=\"Helvetica\", fontsize=11, fontcolor=\"#1f2328\"];\n");
        out.push_str("  edge [fontname=\"Helvetica\", fontsize=9, color=\"#57606a\"];\n");
        for vertex in &graph.vertices {
            let text = joined(&vertex.lines, "\\n", dot_text);
            let Colors { fill, line } = vertex.shape.colors();
            let (shape, style) = match vertex.shape {
                Shape::Module => ("box", "filled,bold"),
                Shape::Closed => ("box", "filled,dashed"),
                Shape::Helper => ("box", "filled,rounded"),
                Shape::Host => ("hexagon", "filled"),
                Shape::Missing => ("circle", "filled"),
            };
            let _ = writeln!(
                out,
                "  {} [label=\"{text}\", shape={shape}, style=\"{style}\", fillcolor=\"{fill}\", \
                 color=\"{line}\"];",
                vertex.id
            );
        }
        for (ends, names) in &graph.edges {
            let text = joined(&edge_lines(names), "\\l", dot_text);
            let line = Shape::Missing.colors().line;
            let look = match ends.line {
                Line::Plain => String::new(),
                Line::Cycle => ", style=dashed".to_owned(),
                Line::Missing => format!(", style=dashed, color=\"{line}\", fontcolor=\"{line}\""),
            };
            let _ = writeln!(out, "  {} -> {} [label=\"{text}\\l\"{look}];", ends.from, ends.to);
        }
        out.push_str("}\n");
        out
    }
}

impl Graph {
    fn of(plan: &LinkPlan) -> Self {
        let mut graph = Self { vertices: Vec::new(), edges: IndexMap::new() };
        let step_of = numbered(plan);
        for idx in 0..plan.modules.len() {
            graph.add_module(plan, ModuleId::new(idx as u32), &step_of);
        }
        for idx in 0..plan.helpers.len() {
            graph.add_helper(plan, HelperId::new(idx as u32), &step_of);
        }
        // Ends that are no instances are drawn only where something hangs on them.
        let outside = [
            ("broker", Shape::Host, "broker"),
            ("host", Shape::Host, "host functions"),
            ("constant", Shape::Host, "constants"),
            ("linker", Shape::Host, "addresses and slots"),
            ("trap", Shape::Host, "stubs that trap"),
            ("zero", Shape::Host, "stubs that answer zero"),
            ("missing", Shape::Missing, "?"),
        ];
        for (id, shape, text) in outside {
            if graph.edges.keys().any(|ends| ends.from == id) {
                let lines = vec![text.to_owned()];
                graph.vertices.push(Vertex { id: id.to_owned(), shape, lines });
            }
        }
        graph
    }

    fn add_module(&mut self, plan: &LinkPlan, id: ModuleId, step_of: &HashMap<Node, usize>) {
        let (node, module) = (Node::Module(id), &plan.modules[id.idx()]);
        let mut lines = vec![shown(&module.name), step_text(step_of.get(&node))];
        let calls = plan.steps.iter().enumerate().filter_map(|(idx, step)| match step {
            Step::Call { module, export }
            | Step::CallMain { module, export }
            | Step::Relocate { module, export }
                if *module == id =>
            {
                Some(format!("step {} calls {}", idx + 1, shown(export)))
            }
            _ => None,
        });
        lines.extend(calls);
        let shape = if module.closed { Shape::Closed } else { Shape::Module };
        self.vertices.push(Vertex { id: vertex_id(node), shape, lines });
        for import in &module.imports {
            let name = match &import.source {
                Source::Missing => format!("{}.{}", shown(&import.module), shown(&import.name)),
                Source::Peer { export, .. } if *export != import.name => {
                    format!("{} as {}", shown(export), shown(&import.name))
                }
                _ => shown(&import.name),
            };
            self.add_edge(plan, node, &import.source, name);
        }
        let lift = &module.lift;
        for source in lift.memories.iter().map(|item| &item.source) {
            self.add_edge(plan, node, source, names::MEMORY.to_owned());
        }
        for source in lift.tables.iter().map(|item| &item.source) {
            self.add_edge(plan, node, source, names::TABLE.to_owned());
        }
    }

    fn add_helper(&mut self, plan: &LinkPlan, id: HelperId, step_of: &HashMap<Node, usize>) {
        let (node, helper) = (Node::Helper(id), &plan.helpers[id.idx()]);
        let label = match helper.spec {
            // Its whole label holds two types, which is too much for a picture.
            HelperSpec::Wrapper { .. } => "wrapper".to_owned(),
            _ => clipped(&plan.helper_label(id)),
        };
        let lines = vec![label, step_text(step_of.get(&node))];
        self.vertices.push(Vertex { id: vertex_id(node), shape: Shape::Helper, lines });
        for import in &helper.imports {
            // What every helper of its kind has would only hide what this link is about.
            let is_plumbing = match &import.source {
                Source::Broker { function, .. } => !matches!(function, BrokerFunction::Wasi(_)),
                Source::Constant(_) => true,
                _ => false,
            };
            let name = match (&helper.spec, &import.source) {
                (HelperSpec::Wrapper { .. }, Source::Helper { export, .. }) => export,
                _ => &import.name,
            };
            if !is_plumbing {
                self.add_edge(plan, node, &import.source, shown(name));
            }
        }
        if let HelperSpec::Forward { targets, .. } = &helper.spec {
            for target in targets {
                let from = vertex_id(Node::Module(target.module));
                let ends = Ends { from, to: vertex_id(node), line: Line::Cycle };
                self.edges.entry(ends).or_default().push(shown(&target.export));
            }
        }
    }

    fn add_edge(&mut self, plan: &LinkPlan, to: Node, source: &Source, name: String) {
        let mut line = Line::Plain;
        let from = match source {
            Source::Peer { module, .. } => vertex_id(Node::Module(*module)),
            Source::Helper { helper, .. } => {
                let spec = plan.helpers.get(helper.idx()).map(|helper| &helper.spec);
                if matches!(spec, Some(HelperSpec::Forward { .. })) {
                    line = Line::Cycle;
                }
                vertex_id(Node::Helper(*helper))
            }
            Source::Host(_) => "host".to_owned(),
            Source::Broker { .. } => "broker".to_owned(),
            Source::Constant(_) => "constant".to_owned(),
            Source::Base { .. } | Source::Shared(_) | Source::Address { .. } => "linker".to_owned(),
            Source::Stub(StubKind::Trap) => "trap".to_owned(),
            Source::Stub(StubKind::Zero) => "zero".to_owned(),
            Source::Missing => {
                line = Line::Missing;
                "missing".to_owned()
            }
        };
        self.edges.entry(Ends { from, to: vertex_id(to), line }).or_default().push(name);
    }
}

/// What a shape is filled with, and its outline.
struct Colors {
    fill: &'static str,
    line: &'static str,
}

impl Shape {
    const ALL: [Self; 5] = [Self::Module, Self::Closed, Self::Helper, Self::Host, Self::Missing];

    const fn class(self) -> &'static str {
        match self {
            Self::Module => "module",
            Self::Closed => "closed",
            Self::Helper => "helper",
            Self::Host => "host",
            Self::Missing => "missing",
        }
    }

    const fn colors(self) -> Colors {
        match self {
            Self::Module => Colors { fill: "#ddf4ff", line: "#0969da" },
            Self::Closed => Colors { fill: "#f6f8fa", line: "#6e7781" },
            Self::Helper => Colors { fill: "#f6f8fa", line: "#8c959f" },
            Self::Host => Colors { fill: "#fff8c5", line: "#9a6700" },
            Self::Missing => Colors { fill: "#ffebe9", line: "#cf222e" },
        }
    }
}

/// The number of the step that makes each node, counted from 1 as the printed plan does.
fn numbered(plan: &LinkPlan) -> HashMap<Node, usize> {
    let steps = plan.steps.iter().enumerate();
    steps
        .filter_map(|(idx, step)| match step {
            Step::Instantiate(node) => Some((*node, idx + 1)),
            _ => None,
        })
        .collect()
}

fn step_text(number: Option<&usize>) -> String {
    number.map_or_else(|| "not made".to_owned(), |number| format!("step {number}"))
}

fn vertex_id(node: Node) -> String {
    match node {
        Node::Module(module) => format!("m{}", module.number()),
        Node::Helper(helper) => format!("h{}", helper.number()),
    }
}

/// The text of an edge, a name per line.
fn edge_lines(names: &[String]) -> Vec<String> {
    let mut lines: Vec<_> = names.iter().take(MAX_NAMES_ON_EDGE).cloned().collect();
    if names.len() > MAX_NAMES_ON_EDGE {
        lines.push(format!("+{} more", names.len() - MAX_NAMES_ON_EDGE));
    }
    lines
}

/// A guest's name as it may stand in a picture. Neither format knows a label without text.
fn shown(name: &str) -> String {
    match name {
        "" => "\"\"".to_owned(),
        name => clipped(&escaped(name)),
    }
}

fn clipped(name: &str) -> String {
    match name.char_indices().nth(MAX_NAME_CHARS) {
        Some((end_bytes, _)) => format!("{}…", &name[..end_bytes]),
        None => name.to_owned(),
    }
}

fn joined(lines: &[String], separator: &str, text: fn(&str) -> String) -> String {
    lines.iter().map(|line| text(line)).collect::<Vec<_>>().join(separator)
}

/// Text inside a double-quoted Mermaid label. Letters, digits and the punctuation that no version
/// of Mermaid, nor the Markdown and HTML that it reads labels as, gives a meaning stay readable;
/// all else becomes an entity by number.
fn mermaid_text(line: &str) -> String {
    let mut text = String::new();
    let mut previous = ' ';
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied().unwrap_or(' ');
        let is_plain = match c {
            // Inside a word an underscore or dot is just that; at its edge it may be Markdown.
            '_' | '.' | '-' => previous.is_alphanumeric() && next.is_alphanumeric(),
            ' ' | ',' | '(' | ')' | '→' | '…' => true,
            c => c.is_alphanumeric(),
        };
        match is_plain {
            true => text.push(c),
            false => {
                let _ = write!(text, "#{};", u32::from(c));
            }
        }
        previous = c;
    }
    text
}

/// Text inside a double-quoted DOT string. A backslash would begin an escape, and an ampersand an
/// HTML entity, which Graphviz reads in every label.
fn dot_text(line: &str) -> String {
    let mut text = String::new();
    for c in line.chars() {
        match c {
            '"' | '\\' => text.extend(['\\', c]),
            '&' => text.push_str("&amp;"),
            c => text.push(c),
        }
    }
    text
}
