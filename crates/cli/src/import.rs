//! `import`: users from a file, told row by row before anything is queued.

use crate::arguments::{Import, ImportUsers, Words};
use crate::csv;
use crate::exit::{self, Exit};
use crate::file::{self, Older};
use crate::many::why;
use crate::operation::changed;
use crate::output::{Output, printable};
use kontor_core::import::{self, FirstPassword, ImportPreview, MOST_BYTES};
use kontor_core::templates::{UserTemplate, template};
use kontor_core::{Language, Session};
use kontor_model::{Code, Error, Result};
use serde_json::{Value, json};
use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;

pub fn perform(session: &Session, command: Import, output: &mut Output) -> exit::Done {
    match command {
        Import::Users(wish) => users(session, &wish, output),
        Import::Blank { to, language } => {
            let text = match language {
                Words::En => import::blank(Language::En, ','),
                Words::Nb => import::blank(Language::Nb, ';'),
            };
            file::write(&to, Older::Replace, |file| Ok(file.write_all(text.as_bytes())?))?;
            let path = to.display().to_string();
            output.answer(json!({ "file": path }), || format!("The headings are in {path}."))?;
            Ok(Exit::Done)
        }
    }
}

fn users(session: &Session, wish: &ImportUsers, output: &mut Output) -> exit::Done {
    let template = wish
        .template
        .as_deref()
        .map(|name| template(session, name))
        .transpose()?;
    let content = content(&wish.file)?;
    let import = import::read(session, &content, &template.unwrap_or_else(UserTemplate::default))?;
    if !wish.yes {
        let preview = import.told();
        let text = told(&preview, "would be added");
        output.answer(json!({ "preview": preview }), || {
            format!("{text}\nNothing was queued. Add those that are right with --yes.")
        })?;
        return Ok(Exit::Done);
    }
    let text = told(import.preview(), "queued");
    let made = import.passwords();
    let Some(to) = &wish.passwords_to else {
        if made.is_empty() {
            return queue(import, None, &text, output);
        }
        let why = "Say with --passwords-to FILE where to write the passwords that Kontor makes; nothing was queued.";
        return Err(Error::invalid("passwordsTo", why).into());
    };
    // Before anything is queued: a password that is nowhere would be lost.
    file::write(to, Older::Keep, |file| {
        let columns = ["userPrincipalName", "displayName", "password"];
        csv::rows(file, &columns, |act| made.iter().try_for_each(|one| act(row(one))))
    })?;
    queue(import, Some(to), &text, output)
}

fn row(one: &FirstPassword) -> kontor_model::Object {
    let cells = [
        ("userPrincipalName", &one.user_principal_name),
        ("displayName", &one.display_name),
        ("password", &one.password),
    ];
    cells
        .map(|(name, text)| (name.to_owned(), Value::from(text.as_str())))
        .into_iter()
        .collect()
}

fn queue(import: import::Import, passwords: Option<&Path>, text: &str, output: &mut Output) -> exit::Done {
    let expected = import.preview().goes;
    let held = import.preview().hold.is_some();
    let wrong = json!(import.preview().wrong);
    let done = import.queue(Some(expected)).inspect_err(|error| {
        // They belong to nobody, unless it may have been saved.
        if let (Some(file), true) = (passwords, error.code != Code::MaybeSaved) {
            let _ = std::fs::remove_file(file);
        }
    })?;
    let answer = json!({ "bulk": done.bulk, "count": done.count, "wrong": wrong });
    output.answer(answer, || {
        let next = done.bulk.map(|bulk| match held {
            true => format!("\nLet them go with: kontor outbox bulk {bulk} approve"),
            false => {
                format!("\nSend them with: kontor outbox send\nTake them back with: kontor outbox bulk {bulk} discard")
            }
        });
        format!("{text}{}", next.unwrap_or_default())
    })?;
    Ok(Exit::Done)
}

/// Not more of it than can be one.
fn content(path: &Path) -> Result<Vec<u8>> {
    let cannot =
        |error: std::io::Error| Error::new(Code::NotFound, format!("{} cannot be read ({error}).", path.display()));
    let mut content = Vec::new();
    let file = File::open(path).map_err(cannot)?;
    file.take(MOST_BYTES as u64 + 1)
        .read_to_end(&mut content)
        .map_err(cannot)?;
    Ok(content)
}

fn told(preview: &ImportPreview, verb: &str) -> String {
    let mut lines = vec![format!("{} of {} users {verb}.", preview.goes, preview.total)];
    if preview.encoding == import::Encoding::Windows1252 {
        lines.push(
            "  mind: the file is no UTF-8 and was read as Windows-1252; look whether the letters are right".to_owned(),
        );
    }
    if !preview.unknown.is_empty() {
        lines.push(format!("  columns left out: {}", preview.unknown.join(", ")));
    }
    for one in &preview.wrong {
        let why: Vec<&str> = one.errors.iter().map(|error| error.message.as_str()).collect();
        lines.push(format!("  wrong: row {} ({}): {}", one.row, one.name, why.join(" ")));
    }
    for one in &preview.products {
        let free = one.free.map_or("unknown".to_owned(), |free| free.to_string());
        lines.push(format!(
            "  licenses of {}: {} needed, {free} free",
            one.name, one.needed
        ));
    }
    for group in &preview.groups {
        lines.push(format!(
            "  mind: {} ({}): {}",
            group.count,
            group.names.join(", "),
            why(&group.why)
        ));
    }
    if preview.generated > 0 {
        lines.push(format!("  passwords made: {}", preview.generated));
    }
    for one in &preview.sample {
        lines.push(format!("  {}", one.target.name));
        lines.extend(one.changes.iter().map(|change| format!("  {}", changed(change))));
    }
    printable(&lines.join("\n"))
}
