//! `admin/serviceAnnouncement`: service health. Lists come in pages of 100 with `$skip`, and there is no delta.

use serde_json::{Value as Json, json};

use super::{context, entity, selected};
use crate::call::{Answer, Call};
use crate::filter::Term;
use crate::world::World;

const PAGE: usize = 100;

pub fn overviews(world: &World, call: &Call, rest: &[&str]) -> Result<Answer, Answer> {
    let with_issues = call.query("$expand") == Some("issues");
    let items = world.health.overviews(world.clock.seconds(), with_issues);
    read(call, "admin/serviceAnnouncement/healthOverviews", rest, items)
}

pub fn issues(world: &World, call: &Call, rest: &[&str]) -> Result<Answer, Answer> {
    let now = world.clock.seconds();
    let items = world.health.issues(now).into_iter().map(|one| one.json(now)).collect();
    read(call, "admin/serviceAnnouncement/issues", rest, items)
}

fn read(call: &Call, name: &str, rest: &[&str], items: Vec<Json>) -> Result<Answer, Answer> {
    match rest {
        [] => page(call, name, items),
        [id] => {
            // A service also goes by its name.
            let called = |item: &Json, key: &str| item[key].as_str().is_some_and(|own| own.eq_ignore_ascii_case(id));
            let found = items
                .into_iter()
                .find(|item| called(item, "id") || called(item, "service"));
            entity(call, name, found.ok_or_else(|| Answer::not_found(id))?)
        }
        [_, below, ..] => Err(super::unknown_segment(below)),
    }
}

fn page(call: &Call, name: &str, mut items: Vec<Json>) -> Result<Answer, Answer> {
    let bad = |message: &str| Answer::error(400, "BadRequest", message);
    if let Some(filter) = call.query("$filter") {
        let filter = Term::parse(filter).map_err(|message| bad(&message))?;
        items.retain(|item| filter.matches(item));
    }
    let number = |name: &str, otherwise: usize| match call.query(name) {
        Some(text) => text
            .parse::<usize>()
            .map_err(|_| bad(&format!("Invalid value for {name}."))),
        None => Ok(otherwise),
    };
    let (top, skip) = (number("$top", PAGE)?.clamp(1, PAGE), number("$skip", 0)?);
    let shown: Vec<Json> = items
        .iter()
        .skip(skip)
        .take(top)
        .map(|item| selected(call, item.clone()))
        .collect();
    let mut body = json!({"@odata.context": context(call, name), "value": shown});
    if skip + top < items.len() {
        let path = super::list::call_path(call);
        body["@odata.nextLink"] = format!("{}{path}?{}$skip={}", call.base, call.query_for_link(), skip + top).into();
    }
    Ok(Answer::json(200, &body))
}
