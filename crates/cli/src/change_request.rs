//! `outbox export`, `open` and `accept`: changes that another admin approves and sends.

use crate::exit::{self, Exit};
use crate::file::{self, Older};
use crate::operation::changed;
use crate::outbox::several;
use crate::output::{Output, printable};
use crate::table;
use kontor_core::Session;
use kontor_core::outbox::{accept_request, export_request, open_request, own_fingerprint};
use kontor_model::{Code, Error, OperationId, Result};
use serde_json::json;
use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;

/// No change request is larger, in bytes; what is would fill the memory.
const LARGEST: u64 = 64 * 1024 * 1024;

pub fn export(session: &Session, ids: &[OperationId], to: &Path, output: &mut Output) -> exit::Done {
    let text = export_request(session, ids)?;
    let signer = own_fingerprint(session)?;
    file::write(to, Older::Keep, |file| Ok(writeln!(file, "{text}")?))?;
    let answer = json!({ "file": to, "count": ids.len(), "signer": signer });
    output.answer(answer, || {
        format!(
            "{} changes written to {}.\nTell the other admin, by another way, the fingerprint of the key that signed it: {signer}",
            ids.len(),
            to.display()
        )
    })?;
    Ok(Exit::Done)
}

pub fn open(session: &Session, path: &Path, output: &mut Output) -> exit::Done {
    let request = open_request(session, &read(path)?)?;
    output.answer(json!({ "request": request }), || {
        let mut lines = vec![
            format!("From {}, {}", request.from, table::time(request.made_at)),
            format!(
                "Signed by {}: compare it with what the maker reads out.",
                request.signer
            ),
        ];
        for one in &request.operations {
            let target = &one.target;
            let object = format!("{} {}", target.collection, target.id);
            lines.push(format!("{} {} ({object})", one.operation, target.name));
            lines.extend(one.changes.iter().map(changed));
        }
        printable(&lines.join("\n"))
    })?;
    Ok(Exit::Done)
}

pub fn accept(session: &Session, path: &Path, output: &mut Output) -> exit::Done {
    several(session, accept_request(session, &read(path)?)?, output)
}

fn read(path: &Path) -> Result<String> {
    let cannot = |why: &str| Error::new(Code::Usage, format!("{} cannot be read ({why}).", path.display()));
    let mut text = String::new();
    let read = File::open(path).and_then(|file| file.take(LARGEST + 1).read_to_string(&mut text));
    match read {
        Ok(bytes) if bytes as u64 > LARGEST => Err(cannot("it is too large for a change request")),
        Ok(_) => Ok(text),
        Err(error) => Err(cannot(&error.to_string())),
    }
}
