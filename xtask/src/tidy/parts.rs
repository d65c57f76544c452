//! Every collection and every operation is whole: beside its file in core it has its part in the simulator, in the
//! window, in both catalogues and in the reference.

mod registry;

use super::File;
use registry::{Registered, after, between, is_plain, paths, registered};
use serde_json::Value;

const COLLECTIONS: &str = "crates/core/src/collections/";
const OPERATIONS: &str = "crates/core/src/operations/";
const SIMULATOR: &str = "crates/sim/src/";
const SCREENS: &str = "ui/src/features/";
const REFERENCE: &str = "docs/reference.md";

/// Collections that no list shows, and why.
const WITHOUT_LIST: &[(&str, &str)] = &[
    ("sign-in-activity", "laid over the users, whose list shows it"),
    ("billing-profiles", "the bills name theirs"),
    ("billing-subscriptions", "renewals say what it tells"),
    (
        "directory-sync",
        "one object: it decides what Password expiration says of synced users",
    ),
];

pub fn faults(files: &[File]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut known = Vec::new();
    for (list, folder, check) in [
        ("COLLECTIONS", COLLECTIONS, collection as Check),
        ("VIEWS", COLLECTIONS, view),
        ("OPERATIONS", OPERATIONS, operation),
    ] {
        match registered(files, list, folder) {
            Err(fault) => faults.push(fault),
            Ok(found) => {
                for one in found {
                    faults.extend(check(files, &one));
                    known.push(one.name);
                }
            }
        }
    }
    let described = rows(files).filter_map(|row| row.split('`').nth(1));
    faults.extend(
        described
            .filter(|name| !known.contains(name))
            .map(|name| format!("{REFERENCE} has a row for {name}, which is not registered")),
    );
    faults
}

const METHODS: &[&str] = &["GET", "POST", "PATCH", "PUT", "DELETE"];

type Check = fn(&[File], &Registered) -> Vec<String>;

fn collection(files: &[File], one: &Registered) -> Vec<String> {
    let name = one.name;
    let mut faults = Vec::new();
    // Where the path is put together elsewhere, its end or the name has to do, as Microsoft writes it.
    let named = camel(name);
    let end = between(one.entry, "path: \"", "\"");
    let path = paths(one.entry).next().or(end).unwrap_or(&named);
    let last = path
        .split(['/', '?'])
        .rfind(|part| is_plain(part) && *part != "delta")
        .unwrap_or(&named);
    if !below(files, SIMULATOR).any(|file| file.text.contains(&format!("\"{last}\""))) {
        faults.push(format!(
            "collection {name}: no simulated answer; serve \"{last}\" in {SIMULATOR}"
        ));
    }
    let listed = is_listed(files, name);
    match WITHOUT_LIST.iter().any(|(without, _)| *without == name) {
        false if !listed => faults.push(format!(
            "collection {name}: no screen; add a file to {SCREENS} that lists `collection: '{name}'`, and draw it in ui/src/app/screens.tsx"
        )),
        true if listed => faults.push(format!(
            "collection {name} has a list now; take it out of WITHOUT_LIST in xtask/src/tidy/parts.rs"
        )),
        _ => {}
    }
    faults.extend(words(files, "collection", name));
    faults.extend(row(files, "collection", name, &[last]));
    faults
}

/// `billing-accounts` as `billingAccounts`.
fn camel(name: &str) -> String {
    let mut words = name.split('-');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |camel, word| camel + &word[..1].to_uppercase() + &word[1..])
}

fn view(files: &[File], one: &Registered) -> Vec<String> {
    let name = one.name;
    let mut faults = row(files, "view", name, &[]);
    if !is_listed(files, name) {
        faults.push(format!(
            "view {name}: no screen; add a file to {SCREENS} that lists `collection: '{name}'`"
        ));
    }
    faults
}

fn operation(files: &[File], one: &Registered) -> Vec<String> {
    let name = one.name;
    let mut faults = Vec::new();
    let methods: Vec<&str> = after(one.source, "Method::").collect();
    let mut called = paths(one.source).peekable();
    // What a person does elsewhere has a page and no request.
    let guided = one.source.contains("Effect::Guided") && one.source.contains("pages::");
    if called.peek().is_none() && !guided {
        faults.push(format!(
            "operation {name}: tidy finds no path in its file; write it as one text, such as \"/v1.0/users/{{id}}\""
        ));
    }
    // Where another operation's file makes the request, any method does.
    let methods = if methods.is_empty() { METHODS.to_vec() } else { methods };
    for path in called {
        // What is sent, or read to see it.
        if !methods
            .iter()
            .chain(&["GET"])
            .any(|method| is_served(files, method, path))
        {
            faults.push(format!(
                "operation {name}: the simulator does not take it; add a route for {} {path} in {SIMULATOR}",
                methods.join("/")
            ));
        }
    }
    let quoted = [format!("\"{name}\""), format!("'{name}'")];
    if !below(files, SCREENS).any(|file| quoted.iter().any(|name| file.text.contains(name))) {
        faults.push(format!(
            "operation {name}: no form; add a form or a button to {SCREENS} that queues \"{name}\""
        ));
    }
    faults.extend(words(files, "operation", name));
    faults.extend(row(files, "operation", name, &[]));
    faults
}

/// Both catalogues have the word.
fn words(files: &[File], kind: &str, name: &str) -> Vec<String> {
    let lacks = |path: &&str| {
        let file = files.iter().find(|file| file.path == *path);
        let catalogue: Value = file
            .and_then(|file| serde_json::from_str(&file.text).ok())
            .unwrap_or_default();
        !catalogue[kind][name].is_string()
    };
    ["locales/en.json", "locales/nb.json"]
        .into_iter()
        .filter(lacks)
        .map(|path| format!("{kind} {name}: no word; add \"{kind}\": {{ \"{name}\": … }} to {path}"))
        .collect()
}

/// The reference has a row that says these things.
fn row(files: &[File], kind: &str, name: &str, says: &[&str]) -> Vec<String> {
    let Some(row) = rows(files).find(|row| row.starts_with(&format!("| `{name}` |"))) else {
        return vec![format!(
            "{kind} {name}: not described; add a row \"| `{name}` | …\" to {REFERENCE}"
        )];
    };
    says.iter()
        .filter(|said| !row.contains(**said))
        .map(|said| format!("{kind} {name}: its row in {REFERENCE} does not say {said}"))
        .collect()
}

fn rows(files: &[File]) -> impl Iterator<Item = &str> {
    let reference = files.iter().filter(|file| file.path == REFERENCE);
    reference
        .flat_map(|file| file.text.lines())
        .filter(|line| line.starts_with("| `"))
}

fn is_listed(files: &[File], name: &str) -> bool {
    below(files, SCREENS).any(|file| file.text.contains(&format!("collection: '{name}'")))
}

/// Whether a route of the simulator, `("PATCH", ["users", id])`, takes the path `/v1.0/users/{id}`. Services other than Graph
/// route in another way: there, the last word of the path has to do.
fn is_served(files: &[File], method: &str, path: &str) -> bool {
    let path = path.split('?').next().unwrap_or_default();
    let Some(below_version) = path.strip_prefix("/v1.0/") else {
        let last = path.rsplit('/').find(|part| is_plain(part)).unwrap_or_default();
        return below(files, SIMULATOR).any(|file| file.text.contains(&format!("\"{last}\"")));
    };
    let parts: Vec<&str> = below_version.split('/').collect();
    let takes = |route: &str| {
        let places: Vec<&str> = route
            .split(',')
            .map(str::trim)
            .filter(|place| !place.is_empty())
            .collect();
        places.len() == parts.len()
            && places
                .iter()
                .zip(&parts)
                .all(|(place, part)| !is_plain(part) || place.contains(&format!("\"{part}\"")))
    };
    let opens = format!("(\"{method}\",");
    below(files, SIMULATOR).any(|file| {
        let routes = file.text.split(&opens).skip(1);
        routes
            .filter_map(|rest| rest.trim_start().strip_prefix('[')?.split_once(']'))
            .any(|(route, _)| takes(route))
    })
}

fn below<'a>(files: &'a [File], folder: &str) -> impl Iterator<Item = &'a File> {
    files
        .iter()
        .filter(move |file| file.path.starts_with(folder) && !file.path.contains(".test."))
}

#[cfg(test)]
mod tests;
