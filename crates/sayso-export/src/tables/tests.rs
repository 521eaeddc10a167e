//! Tables on the invented reading, and read back from Parquet by the crate that others read it with.

use std::collections::BTreeSet;

use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use arrow_array::{Array, RecordBatch};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use sayso_schema::{Document, Reading};

use super::{ColumnType, Table, Value};
use crate::context::Context;
use crate::invented::{Folder, everything as reading, folder};
use crate::{Exporter, Format, Options, arrow_schema, record_batch};

/// Whether a value has the shape of its column's type.
fn fits(value: &Value<'_>, kind: ColumnType) -> bool {
    match (value, kind) {
        (Value::Null, ColumnType::List(_)) => false,
        (Value::Null, _)
        | (Value::Flag(_), ColumnType::Flag)
        | (Value::Count(_), ColumnType::Count)
        | (Value::Number(_), ColumnType::Number)
        | (Value::Text(_), ColumnType::Text | ColumnType::Story)
        | (Value::Day(_), ColumnType::Day) => true,
        (Value::List(values), ColumnType::List(item)) => values.iter().all(|value| fits(value, *item)),
        (Value::Record(values), ColumnType::Record(fields)) => {
            values.len() == fields.len() && values.iter().zip(fields).all(|(value, (_, kind))| fits(value, *kind))
        }
        _ => false,
    }
}

#[test]
fn every_value_has_the_shape_of_its_column() {
    let reading = reading();
    let context = Context::of(&reading);
    for table in Table::ALL {
        let columns = table.columns();
        let mut rows = 0;
        table.each(&context, &mut |fields| {
            rows += 1;
            assert_eq!(fields.len(), columns.len());
            for (field, column) in fields.iter().zip(&columns) {
                assert!(fits(field, column.kind), "{}.{}: {field:?}", table.name(), column.name);
            }
        });
        assert!(rows > 0, "the invented reading has no {}", table.name());
    }
}

#[test]
fn no_column_is_there_twice() {
    let tables: BTreeSet<&str> = Table::ALL.into_iter().map(Table::name).collect();
    assert_eq!(tables.len(), Table::ALL.len());
    for table in Table::ALL {
        let columns = table.columns();
        let names: BTreeSet<&str> = columns.iter().map(|column| column.name).collect();
        assert_eq!(names.len(), columns.len(), "{}", table.name());
    }
}

fn read_back(path: &std::path::Path) -> Vec<RecordBatch> {
    let file = std::fs::File::open(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).expect("it is Parquet");
    let reader = reader.build().expect("it can be read");
    reader.map(|batch| batch.expect("a batch is sound")).collect()
}

fn export(name: &str, options: &Options, readings: &[Reading]) -> Folder {
    let path = folder(name);
    let mut exporter = Exporter::to_path(Format::Parquet, &path, options).expect("the folder is empty");
    for reading in readings {
        exporter.write(reading).expect("it can be written");
    }
    exporter.finish().expect("it can be finished");
    path
}

#[test]
fn parquet_gives_back_what_went_in() {
    let mut other = reading();
    other.document.id = "another".to_owned();
    let readings = [reading(), other];
    let path = export("parquet", &Options::default(), &readings);
    for table in Table::ALL {
        let batches = read_back(&path.join(format!("{}.parquet", table.name())));
        let expected = record_batch(table, &readings).expect("the rows fit a batch");
        assert_eq!(batches.len(), 1);
        assert_eq!(
            batches[0].schema().fields(),
            expected.schema().fields(),
            "{}",
            table.name()
        );
        assert_eq!(batches[0].columns(), expected.columns(), "{}", table.name());
        for (field, column) in batches[0].schema().fields().iter().zip(table.columns()) {
            assert_eq!(field.metadata().get("doc").map(|doc| &**doc), Some(column.doc));
        }
    }
    let again = export("parquet-again", &Options::default(), &readings);
    for table in Table::ALL {
        let bytes = |folder: &std::path::Path| std::fs::read(folder.join(format!("{}.parquet", table.name()))).ok();
        assert_eq!(bytes(&path), bytes(&again), "{} differs from run to run", table.name());
    }
}

#[test]
fn offsets_of_tables_are_those_of_the_text() {
    let reading = reading();
    let chars: Vec<char> = reading.document.text.chars().collect();
    for table in [Table::Mentions, Table::Statements, Table::Events, Table::Participants] {
        let batch = record_batch(table, std::slice::from_ref(&reading)).expect("the rows fit a batch");
        let column = |name: &str| batch.column_by_name(name).expect("the column is there");
        let (texts, starts, ends) = (column("text"), column("start"), column("end"));
        for row in 0..batch.num_rows() {
            let start = starts.as_primitive::<Int64Type>().value(row) as usize;
            let end = ends.as_primitive::<Int64Type>().value(row) as usize;
            let there: String = chars[start..end].iter().collect();
            assert_eq!(texts.as_string::<i32>().value(row), there, "{}", table.name());
        }
    }
}

#[test]
fn what_is_not_told_is_null_and_days_are_days() {
    let batch = record_batch(Table::Events, &[reading()]).expect("the rows fit a batch");
    let days = batch.column_by_name("day").expect("it is there");
    // 2030-10-03T21:30 is a day, 2030-06 is none.
    assert_eq!((days.is_null(0), days.is_null(1)), (false, true));
    assert_eq!(days.as_primitive::<arrow_array::types::Date32Type>().value(0), 22190);
    let places = batch.column_by_name("place_words").expect("it is there");
    assert_eq!((places.is_null(0), places.is_null(1)), (false, true));
    let modes = batch.column_by_name("modes").expect("it is there");
    assert_eq!(modes.as_list::<i32>().value(0).len(), 2);
    assert!(!modes.is_null(1) && modes.as_list::<i32>().value(1).is_empty());
}

#[test]
fn months_are_folders_and_a_month_that_comes_again_is_another_part() {
    let options = Options {
        by_month: true,
        ..Options::default()
    };
    let published = |day: Option<&str>| {
        let mut reading = reading();
        reading.document.published = day.map(str::to_owned);
        reading
    };
    // More months than may be open at once, then the first again.
    let days: Vec<String> = (0..30).map(|n| format!("20{:02}-0{}-11", n / 9, n % 9 + 1)).collect();
    let mut readings: Vec<Reading> = days.iter().map(|day| published(Some(day))).collect();
    readings.extend([published(Some(&days[0])), published(None), published(Some("2030"))]);
    let path = export("by-month", &options, &readings);
    let rows = |part: &str| -> usize {
        let batches = read_back(&path.join("events").join(part));
        batches.iter().map(RecordBatch::num_rows).sum()
    };
    assert_eq!(rows("month=2000-01/part-0.parquet"), 2);
    assert_eq!(rows("month=2000-01/part-1.parquet"), 2);
    assert_eq!(rows("month=2003-03/part-0.parquet"), 2);
    assert_eq!(rows("month=__HIVE_DEFAULT_PARTITION__/part-0.parquet"), 4);
    let months = std::fs::read_dir(path.join("events")).expect("it is a folder").count();
    assert_eq!(months, 31);
}

#[test]
fn an_export_of_nothing_has_every_table() {
    let path = export("nothing", &Options::default(), &[]);
    for table in Table::ALL {
        let file = std::fs::File::open(path.join(format!("{}.parquet", table.name()))).expect("it is there");
        let reader = ParquetRecordBatchReaderBuilder::try_new(file).expect("it is Parquet");
        assert_eq!(reader.schema().fields(), arrow_schema(table).fields());
        assert_eq!(reader.metadata().file_metadata().num_rows(), 0);
    }
}

#[test]
fn csv_has_a_line_a_row_and_the_text_verbatim() {
    let path = folder("csv");
    let mut exporter = Exporter::to_path(Format::Csv, &path, &Options::default()).expect("the folder is empty");
    let reading = reading();
    exporter.write(&reading).expect("it can be written");
    exporter.finish().expect("it can be finished");
    for table in Table::ALL {
        let mut reader = csv::Reader::from_path(path.join(format!("{}.csv", table.name()))).expect("it is there");
        let names: Vec<String> = reader
            .headers()
            .expect("it has names")
            .iter()
            .map(str::to_owned)
            .collect();
        let columns = table.columns();
        assert!(names.iter().eq(columns.iter().map(|column| column.name)));
        let batch = record_batch(table, std::slice::from_ref(&reading)).expect("the rows fit a batch");
        let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("it is CSV")).collect();
        assert_eq!(rows.len(), batch.num_rows(), "{}", table.name());
        if table == Table::Documents {
            let text = rows[0].iter().next_back();
            assert_eq!(
                text,
                Some(format!("'{}", reading.document.text).as_str()),
                "it opens like a formula"
            );
        }
    }
}

#[test]
fn a_folder_that_holds_something_is_left_alone() {
    let path = folder("taken");
    std::fs::write(path.join("mine.txt"), "mine").expect("it can be written");
    for format in Format::ALL.into_iter().filter(|format| format.is_folder()) {
        let error = Exporter::to_path(format, &path, &Options::default()).err();
        let error = error.map(|error| error.to_string()).unwrap_or_default();
        assert!(error.ends_with("the folder is not empty"), "{error}");
    }
    assert_eq!(std::fs::read_dir(&*path).expect("it is a folder").count(), 1);
}

#[test]
fn a_document_without_rows_is_a_document() {
    let reading = Reading::of(Document::new("a.txt", "Nothing happened."));
    for table in Table::ALL {
        let batch = record_batch(table, std::slice::from_ref(&reading)).expect("the rows fit a batch");
        assert_eq!(
            batch.num_rows(),
            usize::from(table == Table::Documents),
            "{}",
            table.name()
        );
    }
}
