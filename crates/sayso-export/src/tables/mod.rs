//! Readings as tables: one a row kind, each one list of columns.

mod agreements;
mod column;
mod documents;
mod entities;
mod events;
mod figures;
mod statements;
#[cfg(test)]
mod tests;
mod value;

pub use column::TableColumn;
pub use value::ColumnType;

pub(crate) use value::Value;

use column::AnyTable;

use crate::context::Context;

/// A table of one row kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)] // the name says which rows it has
pub enum Table {
    Documents,
    Entities,
    Mentions,
    Statements,
    Links,
    Events,
    Participants,
    Figures,
    Agreements,
    Stages,
    Provisions,
    Disputes,
}

impl Table {
    /// Every table.
    pub const ALL: [Self; 12] = [
        Self::Documents,
        Self::Entities,
        Self::Mentions,
        Self::Statements,
        Self::Links,
        Self::Events,
        Self::Participants,
        Self::Figures,
        Self::Agreements,
        Self::Stages,
        Self::Provisions,
        Self::Disputes,
    ];

    fn definition(self) -> &'static dyn AnyTable {
        match self {
            Self::Documents => &documents::TABLE,
            Self::Entities => &entities::ENTITIES,
            Self::Mentions => &entities::MENTIONS,
            Self::Statements => &statements::STATEMENTS,
            Self::Links => &statements::LINKS,
            Self::Events => &events::EVENTS,
            Self::Participants => &events::PARTICIPANTS,
            Self::Figures => &figures::FIGURES,
            Self::Agreements => &agreements::AGREEMENTS,
            Self::Stages => &agreements::STAGES,
            Self::Provisions => &agreements::PROVISIONS,
            Self::Disputes => &figures::DISPUTES,
        }
    }

    /// Its name, which its files have.
    pub fn name(self) -> &'static str {
        self.definition().name()
    }

    /// What a row of it is.
    pub fn about(self) -> &'static str {
        self.definition().about()
    }

    /// Its columns, in order.
    pub fn columns(self) -> Vec<TableColumn> {
        self.definition().columns()
    }

    /// Passes each row of a reading, as its fields, to `take`.
    pub(crate) fn each(self, context: &Context<'_>, take: &mut dyn FnMut(&[Value<'_>])) {
        self.definition().each(context, take);
    }
}
