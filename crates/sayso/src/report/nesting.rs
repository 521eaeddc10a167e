//! Statements in the order of the text, each after the one that it stands within.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use sayso::schema::{RowId, Statement};

/// A statement with its place.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// The statement.
    pub statement: &'a Statement,
    /// Its place in the reading's list.
    pub index: usize,
    /// How many statements it stands within.
    pub depth: usize,
}

/// `statements` in the order of the text, those inside another right after it. Each comes once, whatever `within`
/// says: one inside itself, or inside a statement that is not there, stands by itself.
pub fn in_text_order(statements: &[Statement]) -> Vec<Row<'_>> {
    let places: BTreeMap<&RowId, usize> = statements.iter().enumerate().map(|(i, row)| (&row.id, i)).collect();
    let outer = |row: &Statement| row.within.as_ref().and_then(|id| places.get(id).copied());
    let mut order: Vec<usize> = (0..statements.len()).collect();
    // Of what one source says in one breath ("denied it and claimed …") the content decides. Stable, so that rows with
    // the same spans keep the order of the list.
    order.sort_by_key(|&i| {
        statements.get(i).map(|row| {
            let said = row.content.iter().map(|passage| passage.span.start).min();
            (row.span.start, said, Reverse(row.span.end))
        })
    });

    let mut roots = Vec::new();
    let mut inside: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for &i in &order {
        match statements.get(i).and_then(outer) {
            Some(place) if place != i => inside.entry(place).or_default().push(i),
            _ => roots.push(i),
        }
    }
    let mut rows = Vec::with_capacity(statements.len());
    let mut seen = vec![false; statements.len()];
    // Rows that are inside each other hang from no root; the first of them in the text serves as one.
    for root in roots.into_iter().chain(order) {
        let mut open = vec![(root, 0)];
        while let Some((index, depth)) = open.pop() {
            let (Some(statement), Some(seen)) = (statements.get(index), seen.get_mut(index)) else {
                continue;
            };
            if std::mem::replace(seen, true) {
                continue;
            }
            rows.push(Row {
                statement,
                index,
                depth,
            });
            let within = inside.get(&index).into_iter().flatten().rev();
            open.extend(within.map(|&inner| (inner, depth + 1)));
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use sayso::schema::{Statement, Voice};

    use super::in_text_order;
    use crate::report::invented;

    fn statements(within: &[(usize, Option<usize>)]) -> Vec<Statement> {
        let mut rows: Vec<Statement> = within
            .iter()
            .map(|(n, _)| invented::statement(*n, Voice::Attributed, &["Borduria"]))
            .collect();
        for i in 0..rows.len() {
            rows[i].within = within[i].1.map(|outer| rows[outer].id.clone());
        }
        rows
    }

    fn order(rows: &[Statement]) -> Vec<(usize, usize)> {
        in_text_order(rows).iter().map(|row| (row.index, row.depth)).collect()
    }

    #[test]
    fn follows_the_text_and_puts_what_is_inside_after_what_it_is_inside() {
        let rows = statements(&[
            (4, None),
            (1, None),
            (7, Some(1)),
            (2, Some(1)),
            (8, Some(2)),
            (0, None),
        ]);
        assert_eq!(order(&rows), [(5, 0), (1, 0), (3, 1), (2, 1), (4, 2), (0, 0)]);
    }

    #[test]
    fn what_is_said_in_one_breath_follows_its_contents() {
        let mut rows = statements(&[(2, None), (1, None)]);
        for row in &mut rows {
            row.span.start = 0;
        }
        assert_eq!(order(&rows), [(1, 0), (0, 0)]);
    }

    #[test]
    fn every_row_comes_once_even_if_rows_are_inside_each_other() {
        let rows = statements(&[(3, Some(1)), (2, Some(0)), (1, Some(2)), (0, None), (4, Some(0))]);
        let found = order(&rows);
        assert_eq!(found, [(3, 0), (2, 0), (1, 0), (0, 1), (4, 2)]);
    }

    #[test]
    fn a_row_inside_one_that_is_missing_stands_by_itself() {
        let mut rows = statements(&[(0, None), (1, Some(0))]);
        rows.remove(0);
        assert_eq!(order(&rows), [(0, 0)]);
        assert_eq!(order(&[]), []);
    }
}
