//! `access`: what the account that is signed in may do; and the word of warning when something is queued that it may not.

use crate::catalogue;
use crate::exit::{self, Exit};
use crate::output::Output;
use crate::table::{self, Table};
use kontor_core::Session;
use kontor_core::access::{Access, MayDo, Verdict, access};
use serde_json::json;

pub fn perform(session: &Session, output: &mut Output) -> exit::Done {
    let access = access(session)?;
    output.answer(json!({ "item": access }), || told(&access))?;
    Ok(Exit::Done)
}

fn told(access: &Access) -> String {
    let or_unknown = |known: Option<String>| known.unwrap_or_else(|| "not known".to_owned());
    let account = access.account.as_ref().map(|account| {
        let name = account.user_principal_name.as_ref();
        name.unwrap_or(&account.id).clone()
    });
    let roles = access.roles.as_ref().map(|roles| match roles.is_empty() {
        true => "none".to_owned(),
        false => roles.join(", "),
    });
    let scopes = access.scopes.as_ref().map(|scopes| scopes.join(", "));
    let mut table = Table::new(["operation", "may do", "why not"].into_iter());
    for one in &access.operations {
        let cells = [
            one.operation.to_owned(),
            table::text(&json!(one.verdict)),
            why(one).unwrap_or_default(),
        ];
        table.row(cells.into_iter());
    }
    format!(
        "account: {}\nroles: {}\npermissions: {}\n\n{table}",
        or_unknown(account),
        or_unknown(roles),
        or_unknown(scopes)
    )
}

/// Why it will not work as things are, as the window says it; none when nothing stands against it.
pub fn why(one: &MayDo) -> Option<String> {
    let (key, values) = match one.verdict {
        Verdict::Works | Verdict::Unknown => return None,
        Verdict::NeedsPermission => ("needsPermission", one.missing_scope.unwrap_or_default().to_owned()),
        Verdict::NeedsRole if one.out_of_reach.is_empty() => ("needsRole", one.missing_roles.join(", ")),
        Verdict::NeedsRole => ("outOfReach", one.out_of_reach.join(", ")),
    };
    let sentence = catalogue::text(&["access", key])?;
    Some(sentence.replace("{{names}}", &values))
}
