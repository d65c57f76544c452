//! `show`: one object.

use crate::arguments::Show;
use crate::exit::{self, Exit};
use crate::items;
use crate::output::{Output, printable};
use crate::table;
use kontor_core::Session;
use kontor_model::{Code, Error};
use serde_json::json;

pub fn perform(session: &Session, wanted: &Show, output: &mut Output) -> exit::Done {
    let named = Session::named(&wanted.collection)?;
    let rules = session.rules(named.collection())?;
    let item = session.store.show(&rules, &wanted.id)?.ok_or_else(|| {
        let why = "It is not in the offline copy. It may have been deleted; sync to be sure.";
        Error::new(Code::NotFound, why)
    })?;
    let as_of = session.store.sync_state(named.collection().name)?.as_of;
    let object = items::object(named, item, &rules.facts, wanted.mirror);
    output.answer(json!({ "item": object, "asOf": as_of }), || {
        let width = object.keys().map(|name| name.chars().count()).max().unwrap_or_default();
        let line = |(name, value)| format!("{name:width$}  {}\n", printable(&table::text(value)).replace('\n', " "));
        object.iter().map(line).collect::<String>() + &table::as_of(as_of)
    })?;
    Ok(Exit::Done)
}
