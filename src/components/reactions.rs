//! Emoji reactions: how they stand. The emoji to choose from are drawn by `reactions.js`, where a site has them.

use leptos::prelude::*;
use weerwoord_protocol::Reaction;

use super::element::{bare, element};
use crate::model;
use crate::store::Store;

/// How many reacted to a comment, as text: there is none where nobody did.
pub fn reactions(reactions: &[Reaction]) -> Option<AnyView> {
    let text = model::counted(reactions);
    (!text.is_empty()).then(|| element("span", "reactions").text(text).make())
}

/// The reactions to the article itself: a button for each emoji; on the hosted page, where no script runs, the counts as
/// text.
pub fn article(store: Store) -> Option<AnyView> {
    let fixed = store.fixed.read_value();
    if !fixed.policy.article_reactions || fixed.policy.reactions.is_empty() {
        return None;
    }
    let mut row = bare("p").attr("class", "actions").attr("part", "actions");
    #[cfg(feature = "ssr")]
    if fixed.form.id.is_some() {
        return reactions(&fixed.reactions).map(|text| row.child(text).make());
    }
    for emoji in &fixed.policy.reactions {
        let counted = fixed.reactions.iter().filter(|reaction| reaction.emoji == *emoji).cloned().collect::<Vec<_>>();
        let text = if counted.is_empty() { emoji.clone() } else { model::counted(&counted) };
        row = row.child(
            bare("button")
                .attr("class", "action")
                .attr("part", "action emoji")
                .attr("type", "button")
                .attr("data-action", "emoji")
                .attr("aria-pressed", "false")
                .text(text)
                .make(),
        );
    }
    let group = bare("div")
        .attr("part", "article-reactions")
        .attr("id", "weerwoord-article")
        .attr("role", "group")
        .attr("aria-label", store.say("react.article"));
    Some(group.child(row.make()).make())
}
