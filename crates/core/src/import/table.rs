//! A file of rows as other programs write it: which letters it is written in, what separates its columns, and its rows.

use csv::{ReaderBuilder, StringRecord};
use kontor_model::{Error, Result};
use serde::Serialize;
use ts_rs::TS;

/// A file of people is much smaller: one that is larger is another file.
pub const MOST_BYTES: usize = 5_000_000;

/// One transaction has to hold them, with what hangs on each.
pub const MOST_ROWS: usize = 5_000;

const SEPARATORS: [char; 3] = [';', '\t', ','];

/// How the file was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub enum Encoding {
    #[serde(rename = "UTF-8")]
    Utf8,
    #[serde(rename = "UTF-16")]
    Utf16,
    /// What is no UTF-8: the letters that Windows has in Western Europe. Names are to be looked at.
    #[serde(rename = "Windows-1252")]
    Windows1252,
}

#[derive(Debug)]
pub struct Table {
    pub encoding: Encoding,
    pub separator: char,
    pub headings: Vec<String>,
    pub rows: Vec<Row>,
}

#[derive(Debug, PartialEq)]
pub struct Row {
    /// As a spreadsheet counts them: 1 is the first line of the file.
    pub number: u32,
    pub cells: Vec<String>,
}

/// Reads a file whose first row has the headings.
///
/// # Errors
/// [`kontor_model::Code::Invalid`] when it is too large, or has no rows.
pub fn read(bytes: &[u8]) -> Result<Table> {
    if bytes.len() > MOST_BYTES {
        return refuse(&format!(
            "The file is larger than {} MB. Take it in parts.",
            MOST_BYTES / 1_000_000
        ));
    }
    let (encoding, text) = decoded(bytes);
    if text.contains('\0') {
        return refuse("This is no file of rows and columns. Save the sheet as CSV, and choose that file.");
    }
    // One kind of line break, and one behind the last row too, so that lines can be counted.
    let text = text.replace("\r\n", "\n").replace('\r', "\n") + "\n";
    let (told, rest) = told_separator(&text);
    let separator = told.unwrap_or_else(|| separator(rest));
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(u8::try_from(separator).unwrap_or(b','))
        .from_reader(rest.as_bytes());
    let mut headings: Option<Vec<String>> = None;
    let mut rows = Vec::new();
    let (mut record, mut within) = (StringRecord::new(), 0);
    loop {
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(_) => return refuse("The file cannot be read as rows and columns. Save the sheet as CSV anew."),
        }
        // The reader stands in the line behind. A line break within quotes is not another row.
        within += record.iter().map(|cell| cell.matches('\n').count() as u64).sum::<u64>();
        let line = reader.position().line() - 1 + u64::from(told.is_some());
        let number = u32::try_from(line.saturating_sub(within)).unwrap_or(u32::MAX);
        let cells: Vec<String> = record.iter().map(str::to_owned).collect();
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        match headings {
            // Entra's own template begins with its version.
            None if cells[0].trim().starts_with("version:") => {}
            None => headings = Some(cells),
            Some(_) if rows.len() == MOST_ROWS => {
                return refuse(&format!("The file has more than {MOST_ROWS} rows. Take it in parts."));
            }
            Some(_) => rows.push(Row { number, cells }),
        }
    }
    match headings {
        Some(headings) if !rows.is_empty() => Ok(Table {
            encoding,
            separator,
            headings,
            rows,
        }),
        Some(_) => refuse("The file has headings and no row below them."),
        None => refuse("The file is empty."),
    }
}

fn refuse<T>(why: &str) -> Result<T> {
    Err(Error::invalid("file", why))
}

fn decoded(bytes: &[u8]) -> (Encoding, String) {
    let utf16 = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
        (Encoding::Utf16, String::from_utf16_lossy(&units))
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        // Without a mark a first letter of the alphabet tells it.
        [1..=255, 0, ..] => utf16(bytes, u16::from_le_bytes),
        [0, 1..=255, ..] => utf16(bytes, u16::from_be_bytes),
        _ => {
            let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
            match std::str::from_utf8(bytes) {
                Ok(text) => (Encoding::Utf8, text.to_owned()),
                Err(_) => (
                    Encoding::Windows1252,
                    bytes.iter().map(|byte| windows_1252(*byte)).collect(),
                ),
            }
        }
    }
}

fn windows_1252(byte: u8) -> char {
    const FROM_128: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..0xa0 => FROM_128[usize::from(byte) - 0x80],
        _ => char::from(byte),
    }
}

/// Spreadsheets take `sep=;` in the first line for the separator, and so it is meant.
fn told_separator(text: &str) -> (Option<char>, &str) {
    let Some((first, rest)) = text.split_once('\n') else {
        return (None, text);
    };
    let told = first.strip_prefix("sep=").and_then(|told| {
        let told = told.trim_matches('"');
        SEPARATORS.into_iter().find(|one| told == one.to_string())
    });
    (told, if told.is_some() { rest } else { text })
}

/// The one of which the headings have most, outside of quotes.
fn separator(text: &str) -> char {
    let is_heading = |line: &&str| !line.trim().is_empty() && !line.starts_with("version:");
    let line = text.lines().find(is_heading).unwrap_or_default();
    let mut counts = [0usize; SEPARATORS.len()];
    let mut quoted = false;
    for letter in line.chars() {
        if letter == '"' {
            quoted = !quoted;
        } else if let (false, Some(place)) = (quoted, SEPARATORS.iter().position(|one| *one == letter)) {
            counts[place] += 1;
        }
    }
    let most = counts.iter().copied().max().unwrap_or_default();
    let place = counts.iter().position(|count| *count == most && most > 0);
    place.map_or(',', |place| SEPARATORS[place])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(table: &Table) -> Vec<(u32, Vec<&str>)> {
        table
            .rows
            .iter()
            .map(|row| (row.number, row.cells.iter().map(String::as_str).collect()))
            .collect()
    }

    #[test]
    fn marks_letters_and_separators_of_other_programs_are_understood() {
        let text = "Navn;Sted\nÅse;Bodø\n";
        let utf16 = |unit: fn(u16) -> [u8; 2], mark: &str| -> Vec<u8> {
            format!("{mark}{text}").encode_utf16().flat_map(unit).collect()
        };
        for (bytes, encoding) in [
            (text.as_bytes().to_vec(), Encoding::Utf8),
            (format!("\u{feff}{text}").into_bytes(), Encoding::Utf8),
            (utf16(u16::to_le_bytes, "\u{feff}"), Encoding::Utf16),
            (utf16(u16::to_be_bytes, "\u{feff}"), Encoding::Utf16),
            (utf16(u16::to_le_bytes, ""), Encoding::Utf16),
            (b"Navn;Sted\n\xc5se;Bod\xf8\n".to_vec(), Encoding::Windows1252),
        ] {
            let table = read(&bytes).unwrap();
            assert_eq!(table.encoding, encoding);
            assert_eq!(
                (table.separator, table.headings.as_slice()),
                (';', ["Navn", "Sted"].map(String::from).as_slice())
            );
            assert_eq!(cells(&table), [(2, vec!["Åse", "Bodø"])], "{encoding:?}");
        }
        for (text, separator) in [
            ("a,\"b;c;d\"\n1,2", ','),
            ("a\tb\n1,5\t2", '\t'),
            ("sep=,\na;b;c,d\n1,2", ','),
            ("alone\n1", ','),
        ] {
            assert_eq!(read(text.as_bytes()).unwrap().separator, separator, "{text}");
        }
    }

    #[test]
    fn rows_are_counted_as_a_spreadsheet_counts_them() {
        let text = "version:v1.0,\r\nname,city\r\n\r\n\"Ola\r\nNordmann\",Oslo\r\n,\r\nKari,\"Mo \"\"i\"\" Rana\"\r\n";
        let table = read(text.as_bytes()).unwrap();
        assert_eq!(
            cells(&table),
            [(4, vec!["Ola\nNordmann", "Oslo"]), (6, vec!["Kari", "Mo \"i\" Rana"])]
        );
        assert_eq!(cells(&read(b"sep=;\nname\nKari").unwrap()), [(3, vec!["Kari"])]);
    }

    #[test]
    fn what_is_no_table_or_too_large_is_refused_in_words() {
        let why = |bytes: &[u8]| read(bytes).unwrap_err().message;
        assert_eq!(why(b""), "The file is empty.");
        assert_eq!(why(b"name;city\n;\n\n"), "The file has headings and no row below them.");
        assert!(why(b"PK\x03\x04\x14\0\x06\0").starts_with("This is no file of rows"));
        assert!(why(&vec![b'a'; MOST_BYTES + 1]).contains("5 MB"));
        assert!(why("name\n".repeat(MOST_ROWS + 2).as_bytes()).contains("5000 rows"));
    }
}
