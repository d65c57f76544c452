//! `show` and `open`: one object, by its id or by its link.

use crate::arguments::Show;
use crate::exit::{self, Exit};
use crate::items;
use crate::output::{Output, printable};
use crate::table;
use kontor_core::{Kontor, Link, Session};
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
    let link = Link::to(&session.tenant, &wanted.collection, &wanted.id).to_string();
    output.answer(json!({ "item": object, "asOf": as_of, "link": link }), || {
        let width = object.keys().map(|name| name.chars().count()).max().unwrap_or_default();
        let line = |(name, value)| format!("{name:width$}  {}\n", printable(&table::text(value)).replace('\n', " "));
        object.iter().map(line).collect::<String>() + &format!("{link}\n") + &table::as_of(as_of)
    })?;
    Ok(Exit::Done)
}

pub async fn open(kontor: &Kontor, link: &str, mirror: bool, output: &mut Output) -> exit::Done {
    let link = Link::parse(link)?;
    let session = kontor.session(link.tenant(kontor)?.id).await?;
    let wanted = Show {
        collection: link.collection,
        id: link.id,
        mirror,
    };
    perform(&session, &wanted, output)
}
