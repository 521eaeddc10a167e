//! Where an article speaks of the bodies of several states, whose resolutions and decisions bind others.

use std::cell::OnceCell;

use sayso_schema::EntityType;

use super::who::{MANY, has};
use crate::scene::Scene;
use crate::tree::Tree;

/// A resolution is told of a body named so many sentences before, or in the same one.
const MOST_BACK: usize = 4;

/// Which sentences name a body of several states; found when first asked for.
#[derive(Default)]
pub(super) struct Bodies {
    sentences: OnceCell<Vec<bool>>,
}

impl Bodies {
    /// Whether a body of several states is named in a sentence or a little before, and no parliament of one state in
    /// the sentence alone.
    pub(super) fn near(&self, scene: &Scene<'_, '_>, sentence: usize) -> bool {
        let named = self.sentences.get_or_init(|| find(scene));
        let at = |sentence: usize| named.get(sentence).copied().unwrap_or(false);
        if at(sentence) {
            return true;
        }
        let before = (sentence.saturating_sub(MOST_BACK)..sentence).any(at);
        before && !has_chamber(scene, sentence)
    }
}

fn find(scene: &Scene<'_, '_>) -> Vec<bool> {
    let mut named = vec![false; scene.trees.len()];
    let bodies = scene.entities.iter().filter(|entity| {
        entity.kind == EntityType::Org && entity.country.as_deref().is_some_and(|country| MANY.contains(&country))
    });
    for mention in bodies.flat_map(|entity| &entity.mentions) {
        let at = scene
            .trees
            .partition_point(|tree| tree.sentence.span.end <= mention.span.start);
        if let Some(named) = named.get_mut(at) {
            *named = true;
        }
    }
    named
}

fn has_chamber(scene: &Scene<'_, '_>, sentence: usize) -> bool {
    let words = scene.trees.get(sentence).map_or(0, Tree::len);
    (0..words).any(|word| {
        let entity = scene.entity_at(sentence, word);
        entity.is_some_and(|entity| entity.kind == EntityType::Org && has(entity, &["LEG"]))
    })
}
