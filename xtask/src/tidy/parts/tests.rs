//! Each part of a small project taken away in turn.

use super::*;

/// A project with one collection, one view and one operation, each with all its parts.
const WHOLE: &[(&str, &str)] = &[
    (
        "crates/core/src/collections/mod.rs",
        "pub static COLLECTIONS: &[&Collection] = &[\n    // First.\n    &people::PEOPLE,\n];\n
         pub static VIEWS: &[&View] = &[&people::OLD_PEOPLE];\n",
    ),
    (
        "crates/core/src/collections/people.rs",
        "pub static PEOPLE: Collection = Collection {\n name: \"people\",\n path: concat!(\"/v1.0/persons/delta?\", x!()),\n};\n
         pub static OLD_PEOPLE: View = View {\n name: \"old-people\",\n};\n",
    ),
    (
        "crates/core/src/operations/mod.rs",
        "pub static OPERATIONS: &[&Kind] = &[&greet::KIND];\n",
    ),
    (
        "crates/core/src/operations/greet.rs",
        "pub static KIND: Kind = Kind {\n name: \"greet-person\",\n least_role: Some(\"Host\"),\n scope: \"Person.Greet\",\n};\n
         Call { method: Method::POST, path: format!(\"/v1.0/persons/{id}/greet\") }",
    ),
    (
        "crates/sim/src/graph/mod.rs",
        "(\"GET\", [\"persons\"]) => 1, (\"POST\", [\"persons\", id, \"greet\"]) => 2,",
    ),
    (
        "ui/src/features/people/People.tsx",
        "{ collection: 'people' }, { collection: 'old-people' }",
    ),
    ("ui/src/features/people/Greet.tsx", "<Form operation=\"greet-person\" />"),
    ("locales/en.json", r#"{"collection":{"people":"x"},"operation":{"greet-person":"x"}}"#),
    ("locales/nb.json", r#"{"collection":{"people":"x"},"operation":{"greet-person":"x"}}"#),
    (
        "docs/reference.md",
        "| `people` | GET /persons |\n| `old-people` | |\n| `greet-person` | Person.Greet | Host |\n",
    ),
];

/// The faults when a text of one file is another.
fn faults_with(path: &str, from: &str, to: &str) -> Vec<String> {
    let files: Vec<File> = WHOLE
        .iter()
        .map(|(name, text)| File {
            path: (*name).to_owned(),
            text: if *name == path {
                text.replace(from, to)
            } else {
                (*text).to_owned()
            },
        })
        .collect();
    faults(&files)
}

#[test]
fn what_is_whole_has_no_faults() {
    assert_eq!(faults_with("", "", ""), Vec::<String>::new());
}

#[test]
fn each_part_that_is_missing_is_named_with_its_place() {
    for (path, from, to, told) in [
        (
            "crates/sim/src/graph/mod.rs",
            "POST",
            "PATCH",
            "POST /v1.0/persons/{id}/greet",
        ),
        (
            "crates/sim/src/graph/mod.rs",
            "id, \"greet\"",
            "\"greet\"",
            "crates/sim/src/",
        ),
        (
            "crates/sim/src/graph/mod.rs",
            "\"persons\"",
            "\"dogs\"",
            "crates/sim/src/",
        ),
        (
            "ui/src/features/people/People.tsx",
            "'people'",
            "'dogs'",
            "ui/src/features/",
        ),
        (
            "ui/src/features/people/People.tsx",
            "'old-people'",
            "'dogs'",
            "ui/src/features/",
        ),
        (
            "ui/src/features/people/Greet.tsx",
            "greet-person",
            "bark",
            "ui/src/features/",
        ),
        ("locales/en.json", "people", "dogs", "locales/en.json"),
        ("locales/nb.json", "greet-person", "bark", "locales/nb.json"),
        ("docs/reference.md", "`people`", "`dogs`", "docs/reference.md"),
        ("docs/reference.md", "| `old-people` | |\n", "", "docs/reference.md"),
        ("docs/reference.md", "/persons", "/dogs", "persons"),
        ("crates/core/src/operations/greet.rs", "/v1.0/", "/v9/", "no path"),
        (
            "crates/core/src/operations/greet.rs",
            "static KIND",
            "static OTHER",
            "greet::KIND",
        ),
        (
            "crates/core/src/collections/mod.rs",
            "COLLECTIONS",
            "OTHERS",
            "COLLECTIONS",
        ),
    ] {
        let faults = faults_with(path, from, to);
        assert!(
            faults.iter().any(|fault| fault.contains(told)),
            "{path}: {from} → {to}: {faults:?}"
        );
    }
}

#[test]
fn a_description_of_nothing_is_found() {
    assert_eq!(
        faults_with("docs/reference.md", "| `people`", "| `ghosts` |\n| `people`").len(),
        1
    );
}

#[test]
fn a_collection_that_is_listed_after_all_is_excused_no_more() {
    let (name, _) = WITHOUT_LIST[0];
    let files = [File {
        path: "ui/src/features/x/X.tsx".to_owned(),
        text: format!("collection: '{name}'"),
    }];
    let one = Registered {
        name,
        entry: "",
        source: "",
    };
    assert!(
        collection(&files, &one)
            .iter()
            .any(|fault| fault.contains("WITHOUT_LIST"))
    );
    assert!(!collection(&[], &one).iter().any(|fault| fault.contains("screen")));
}
