//! Writes the page with the tables of collections and operations, `docs/reference.md`, with what the registries say of each row:
//! how it is done, the scope, the least role. The rest of a row is written by hand. `cargo xtask gen` runs it.

use kontor_core::collections::COLLECTIONS;
use kontor_core::operations::{Effect, OPERATIONS};
use kontor_model::Api;
use std::{env, fs, io};

const GUIDED: &str = "none: a person does it";
const ARM: &str = "`user_impersonation` of Azure Resource Manager";
const PARTNER_CENTER: &str = "`user_impersonation` of Partner Center";

fn main() -> io::Result<()> {
    let paths: Vec<_> = env::args_os().skip(1).collect();
    let [from, to] = paths.as_slice() else {
        return Err(io::Error::other("usage: reference FROM TO"));
    };
    let page = fs::read_to_string(from)?;
    let lines: Vec<String> = page.lines().map(line).collect();
    fs::write(to, lines.join("\n") + "\n")
}

/// A row of either table made anew; every other line as it is.
fn line(line: &str) -> String {
    let mut cells: Vec<String> = line.split(" | ").map(str::to_owned).collect();
    let name = cells[0].trim_start_matches("| ").trim_matches('`').to_owned();
    if let Some(operation) = OPERATIONS.iter().find(|one| one.name == name)
        && let [_, how, _, scope, role, _] = cells.as_mut_slice()
    {
        *how = match operation.effect {
            Effect::Guided { .. } => "guided",
            _ if operation.moves_money() => "API, confirmed just before it goes",
            _ if operation.is_destructive() => "API, once approved",
            _ => "API",
        }
        .to_owned();
        *scope = match (operation.scope, operation.page()) {
            (Some(scope), _) => quoted(scope),
            (None, Some(_)) => GUIDED.to_owned(),
            (None, None) if operation.api() == Api::PartnerCenter => PARTNER_CENTER.to_owned(),
            (None, None) => ARM.to_owned(),
        };
        *role = operation.least_role().unwrap_or("none").to_owned();
    } else if let Some(collection) = COLLECTIONS.iter().find(|one| one.name == name)
        && let Some(scope) = collection.scope
        && let [_, _, cell, _, _] = cells.as_mut_slice()
    {
        *cell = quoted(scope);
    }
    cells.join(" | ")
}

fn quoted(scope: &str) -> String {
    format!("`{scope}`")
}
