//! `sync`: brings the offline copy up to date.

use crate::arguments::Sync;
use crate::exit::{self, Exit};
use crate::output::{Output, printable};
use crate::table::{self, Table};
use crate::tenant;
use kontor_core::{Kontor, Session, sync};
use kontor_model::{Code, Error};
use serde_json::{Value, json};

pub async fn perform(kontor: &Kontor, session: &Session, wish: Sync, output: &mut Output) -> exit::Done {
    if session.works_offline()? {
        return Err(works_offline().into());
    }
    let session = tenant::renewed(kontor, session).await?;
    let wish = sync::Wish {
        full: wish.full,
        only: wish.only,
    };
    let outcome = sync::sync(&session, &wish).await?;

    let mut table = Table::new(["collection", "read", "as of", "error"].into_iter());
    let mut collections = Vec::new();
    let mut oldest = Vec::new();
    for (name, done) in &outcome.collections {
        let as_of = session.store.sync_state(name)?.as_of;
        let mut entry = json!({ "collection": name, "count": done.as_ref().ok(), "asOf": as_of });
        let (mut count, mut why) = (String::new(), String::new());
        match done {
            Ok(read) => {
                count = read.to_string();
                oldest.push(as_of);
            }
            Err(error) => {
                entry["error"] = json!(error);
                why = printable(&error.message);
            }
        }
        table.row(
            [
                (*name).to_owned(),
                count,
                as_of.map(table::time).unwrap_or_default(),
                why,
            ]
            .into_iter(),
        );
        collections.push(entry);
    }
    let as_of = oldest.into_iter().min().flatten();
    let answer: Value = json!({ "collections": collections, "asOf": as_of });
    let text = || table.to_string();
    if let Some(stopped) = outcome.stopped {
        output.partial(answer, &stopped, text)?;
        return Ok(Exit::of(&stopped));
    }
    output.answer(answer, text)?;
    Ok(verdict(
        outcome
            .collections
            .iter()
            .map(|(_, done)| done.as_ref().err().map(|error| error.code)),
    ))
}

/// Few admins may read everything (bills have roles of their own): what is refused for want of a right is a failure only
/// when nothing was read.
fn verdict(errors: impl Iterator<Item = Option<Code>>) -> Exit {
    let (mut read, mut failed) = (false, false);
    for error in errors {
        read |= error.is_none();
        failed |= error.is_some_and(|code| code != Code::Denied);
    }
    if read && !failed { Exit::Done } else { Exit::Failed }
}

/// The admin's own switch; the window has it.
pub fn works_offline() -> Error {
    Error::new(
        Code::Offline,
        "This tenant is set to work offline. Switch \"Work offline\" off in Kontor's window first.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_not_be_read_is_a_failure_only_when_nothing_was_read() {
        assert_eq!(verdict([None, Some(Code::Denied)].into_iter()), Exit::Done);
        assert_eq!(verdict([Some(Code::Denied)].into_iter()), Exit::Failed);
        assert_eq!(verdict([None, Some(Code::Malformed)].into_iter()), Exit::Failed);
    }
}
