//! Brings a parsed body down to what a comment may hold: no HTML, images or headings, no links but to web and mail
//! addresses and to comments of the thread, and no nesting that is costly to sanitise. Nothing that a reader typed vanishes; it becomes text.
//!
//! Everything here walks the tree without recursion, for its depth is the writer's choice.

use comrak::arena_tree::NodeEdge;
use comrak::nodes::{AstNode, NodeLink, NodeValue};
use comrak::{Arena, Node};
use url::Url;
use weerwoord_protocol::MARKUP_DEPTH_MAX;

use super::{MENTION, SCHEMES, mention};

/// Tames the tree under `root`, which was read from a body of `size` bytes.
pub(super) fn tame<'a>(arena: &'a Arena<'a>, root: Node<'a>, size: usize) {
    for node in root.descendants().collect::<Vec<_>>() {
        tame_node(arena, node);
    }
    flatten(root, size);
}

fn tame_node<'a>(arena: &'a Arena<'a>, node: Node<'a>) {
    let value = node.data().value.clone();
    match value {
        NodeValue::HtmlInline(html) => node.data_mut().value = NodeValue::Text(html.into()),
        NodeValue::HtmlBlock(block) => {
            node.data_mut().value = NodeValue::Paragraph;
            for (at, line) in block.literal.lines().enumerate() {
                if at > 0 {
                    node.append(new(arena, NodeValue::SoftBreak));
                }
                node.append(new(arena, NodeValue::Text(line.to_owned().into())));
            }
        }
        NodeValue::Heading(_) => {
            let strong = new(arena, NodeValue::Strong);
            strong.extend(node.children().collect::<Vec<_>>());
            node.data_mut().value = NodeValue::Paragraph;
            node.append(strong);
        }
        // An image is shown as a link to it: its address is what the writer wanted to share.
        NodeValue::Image(link) => tame_link(arena, node, *link),
        NodeValue::Link(link) => tame_link(arena, node, *link),
        _ => {}
    }
}

fn tame_link<'a>(arena: &'a Arena<'a>, node: Node<'a>, link: NodeLink) {
    let inside = node.ancestors().skip(1).any(|ancestor| matches!(ancestor.data().value, NodeValue::Link(_)));
    let url = match (mention(&link.url), Url::parse(&link.url)) {
        _ if inside => return unwrap(node),
        (Some(id), _) => [MENTION, id.as_str()].concat(),
        (None, Ok(url)) if SCHEMES.contains(&url.scheme()) => url.into(),
        _ => return unwrap(node),
    };
    if node.first_child().is_none() {
        node.append(new(arena, NodeValue::Text(link.url.into())));
    }
    // The address goes out as it was understood here, so that no browser understands it otherwise. A link's title is
    // left out: it is text that no phone shows.
    node.data_mut().value = NodeValue::Link(Box::new(NodeLink { url, title: String::new() }));
}

/// Dissolves quotes and lists deeper than [`MARKUP_DEPTH_MAX`], and emphasis within as much emphasis.
fn flatten(root: Node<'_>, size: usize) {
    let mut blocks = Nesting::new(size);
    let mut inlines = Nesting::new(size);
    let mut surplus = Vec::new();
    for edge in root.traverse() {
        let (node, starts) = match edge {
            NodeEdge::Start(node) => (node, true),
            NodeEdge::End(node) => (node, false),
        };
        let nesting = match node.data().value {
            NodeValue::BlockQuote | NodeValue::List(_) => &mut blocks,
            NodeValue::Emph | NodeValue::Strong => &mut inlines,
            _ => continue,
        };
        if !starts {
            nesting.leave();
        } else if !nesting.enter() {
            surplus.push(node);
        }
    }
    for node in surplus {
        if matches!(node.data().value, NodeValue::List(_)) {
            loosen_list_around(node);
            for item in node.children().collect::<Vec<_>>() {
                unwrap(item);
            }
        }
        unwrap(node);
    }
}

/// How deep a walk stands in elements of a kind.
struct Nesting {
    /// Of each element around: whether it stays.
    stays: Vec<bool>,
    depth: usize,
    /// How many more may stay. A quote costs one character and becomes 25, so many deep ones would swell a body.
    left: usize,
}

impl Nesting {
    fn new(size: usize) -> Self {
        Self { stays: Vec::new(), depth: 0, left: size / 3 + MARKUP_DEPTH_MAX }
    }

    fn enter(&mut self) -> bool {
        let stays = self.depth < MARKUP_DEPTH_MAX && self.left > 0;
        self.stays.push(stays);
        self.depth += usize::from(stays);
        self.left -= usize::from(stays);
        stays
    }

    fn leave(&mut self) {
        self.depth -= usize::from(self.stays.pop().unwrap_or_default());
    }
}

/// The paragraphs of a tight list are written without tags; two that come together in one item would run into one.
fn loosen_list_around(node: Node<'_>) {
    for ancestor in node.ancestors().skip(1) {
        if let NodeValue::List(list) = &mut ancestor.data_mut().value {
            list.tight = false;
            return;
        }
    }
}

fn unwrap(node: Node<'_>) {
    for child in node.children().collect::<Vec<_>>() {
        node.insert_before(child);
    }
    node.detach();
}

fn new<'a>(arena: &'a Arena<'a>, value: NodeValue) -> Node<'a> {
    arena.alloc(AstNode::from(value))
}
