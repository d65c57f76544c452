//! What each row of a file asks for, as far as the file alone tells.

use super::columns::{Column, Columns};
use super::table::Row;
use kontor_model::{Error, Object, Secret};
use serde_json::json;

/// A user as a row asks for it. What others must say (which product, which person) is still a name.
#[derive(Debug)]
pub struct Asked {
    /// Of the row, as a spreadsheet counts.
    pub number: u32,
    /// By Graph's names, for `create-user`. A cell that is empty asks for nothing.
    pub input: Object,
    pub password: Option<Secret>,
    pub licenses: Option<String>,
    pub manager: Option<String>,
    pub groups: Option<String>,
    /// What is wrong with it already.
    pub errors: Vec<Error>,
}

impl Asked {
    /// What the row is called: its sign-in name, or else its name.
    pub fn name(&self) -> String {
        let text = |name: &str| self.input.get(name).and_then(|text| text.as_str());
        let name = text("userPrincipalName").or_else(|| text("displayName"));
        name.unwrap_or_default().to_owned()
    }
}

pub fn asked(columns: &Columns, row: Row) -> Asked {
    let mut asked = Asked {
        number: row.number,
        input: Object::new(),
        password: None,
        licenses: None,
        manager: None,
        groups: None,
        errors: Vec::new(),
    };
    let beyond = row.cells.iter().skip(columns.all.len());
    if beyond.clone().any(|cell| !cell.trim().is_empty()) {
        let why =
            "The row has more cells than there are headings. A text with the separator in it must stand in quotes.";
        asked.errors.push(Error::invalid("row", why));
    }
    for (column, cell) in columns.all.iter().zip(&row.cells) {
        let (Some(column), false) = (column, cell.trim().is_empty()) else {
            continue;
        };
        let name = column.name();
        match column {
            Column::Text(_) => {
                asked.input.insert(name.to_owned(), json!(text(name, cell)));
            }
            Column::List(_) => {
                let all: Vec<String> = cell
                    .split([';', ',', '\n'])
                    .map(clean)
                    .filter(|one| !one.is_empty())
                    .collect();
                asked.input.insert(name.to_owned(), json!(all));
            }
            Column::Flag(_) | Column::Blocked => match flag(cell) {
                Some(yes) => {
                    asked
                        .input
                        .insert(name.to_owned(), json!(yes != (*column == Column::Blocked)));
                }
                None => asked
                    .errors
                    .push(Error::invalid(name, format!("Write yes or no for {name}."))),
            },
            // Every letter counts.
            Column::Password => asked.password = Some(Secret::new(cell.as_str())),
            Column::Licenses => asked.licenses = Some(cell.clone()),
            Column::Manager => asked.manager = Some(clean(cell)),
            Column::Groups => asked.groups = Some(cell.clone()),
        }
    }
    let part = |name: &str| asked.input.get(name).and_then(|part| part.as_str()).unwrap_or_default();
    let whole = clean(&format!("{} {}", part("givenName"), part("surname")));
    if !asked.input.contains_key("displayName") && !whole.is_empty() {
        asked.input.insert("displayName".to_owned(), json!(whole));
    }
    for (name, why) in [
        ("userPrincipalName", "The row has no sign-in name."),
        ("displayName", "The row has no name to show."),
    ] {
        if !asked.input.contains_key(name) {
            asked.errors.push(Error::invalid(name, why));
        }
    }
    asked
}

fn text(name: &str, cell: &str) -> String {
    match name {
        "usageLocation" => clean(cell).to_uppercase(),
        _ => clean(cell),
    }
}

/// One line, and without the apostrophe by which Kontor and others keep spreadsheets from working a text out.
fn clean(cell: &str) -> String {
    let line = cell.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@']) => rest.to_owned(),
        _ => line,
    }
}

fn flag(cell: &str) -> Option<bool> {
    match cell.trim().to_lowercase().as_str() {
        "yes" | "y" | "true" | "1" | "ja" | "j" | "sann" => Some(true),
        "no" | "n" | "false" | "0" | "nei" | "usann" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{columns, table};
    use super::*;
    use serde_json::Value;

    fn read(text: &str) -> Vec<Asked> {
        let table = table::read(text.as_bytes()).unwrap();
        let columns = columns::understand(&table.headings).unwrap();
        table.rows.into_iter().map(|row| asked(&columns, row)).collect()
    }

    #[test]
    fn cells_become_what_graph_has() {
        let text = "Username;First name;Last name;Usage location;Office phone;Block sign in;Password;Street address;Mobile phone\n\
            kari@x.example ; Kari ;Å. Berg;no;+47 55 00 00 00;Ja; Sommer 26 ;\"Brygga 4\nBod\u{f8}\";'+47 99\n";
        let row = &read(text)[0];
        assert!(row.errors.is_empty());
        let expected = json!({
            "userPrincipalName": "kari@x.example", "displayName": "Kari Å. Berg", "givenName": "Kari", "surname": "Å. Berg",
            "usageLocation": "NO", "businessPhones": ["+47 55 00 00 00"], "accountEnabled": false,
            "streetAddress": "Brygga 4 Bodø", "mobilePhone": "+47 99",
        });
        assert_eq!(Value::Object(row.input.clone()), expected);
        assert_eq!(
            row.password.as_ref().unwrap().expose(),
            " Sommer 26 ",
            "as it was written"
        );
        assert!(!format!("{row:?}").contains("Sommer"));
    }

    #[test]
    fn a_row_that_lacks_something_or_has_too_much_says_so() {
        let rows = read("upn,name,blockSignIn\n,Kari,\nola@x.example,,perhaps\nper@x.example,Berg, Per,no\n");
        let fields: Vec<Vec<&str>> = rows
            .iter()
            .map(|row| row.errors.iter().filter_map(|error| error.field.as_deref()).collect())
            .collect();
        assert_eq!(fields[0], ["userPrincipalName"]);
        assert_eq!(fields[1], ["accountEnabled", "displayName"]);
        assert_eq!(fields[2], ["row", "accountEnabled"]);
    }
}
