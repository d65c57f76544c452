//! `sendMail`: accepted is all that its answer says. Nothing tells a mail from the same mail sent again.

use serde_json::{Value as Json, json};

use super::users;
use crate::call::{Answer, Call};
use crate::effect::Change;
use crate::products;
use crate::tokens::Party;
use crate::user::{Prop, User};
use crate::world::{Mail, World};

/// From the signed-in person's mailbox, or from that of `key`.
pub fn send(world: &mut World, call: &Call, key: Option<&str>, party: &Party) -> Result<Answer, Answer> {
    let slot = match key {
        Some(key) => users::find(world, key)?,
        None => users::find(world, &users::myself(party)?.to_string())?,
    };
    let Some(user) = world.people.get(slot).cloned() else {
        return Err(Answer::not_found(key.unwrap_or("me")));
    };
    if matches!(party, Party::Person(me) | Party::Delegate { person: me, .. } if *me != user.id) {
        let message = "Access is denied. Check credentials and try again.";
        return Err(Answer::error(403, "ErrorAccessDenied", message));
    }
    if !has_mailbox(&user) {
        let message = "The mailbox is either inactive, soft-deleted, or is hosted on-premise.";
        return Err(Answer::error(404, "MailboxNotEnabledForRESTAPI", message));
    }
    let body = users::object(call)?;
    // Microsoft's documentation writes `message`, its clients `Message`: both are understood.
    let parameter = |name: &str| body.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v);
    let message = parameter("message").filter(|m| m.is_object()).ok_or_else(|| {
        let message = "The request body is missing the parameter 'message'.";
        Answer::error(400, "ErrorInvalidParameter", message)
    })?;
    let mut recipients = Vec::new();
    for list in ["toRecipients", "ccRecipients", "bccRecipients"] {
        for one in message.get(list).and_then(Json::as_array).into_iter().flatten() {
            let address = one.pointer("/emailAddress/address").and_then(Json::as_str);
            let address = address.unwrap_or_default().trim();
            if !is_address(address) {
                return Err(unresolved(&format!(
                    "Recipient '{address}' is not resolved. All recipients must be resolved before a message can be submitted."
                )));
            }
            recipients.push(address.to_owned());
        }
    }
    if recipients.is_empty() {
        return Err(unresolved("A message can't be sent because it contains no recipients."));
    }
    let mail = Mail {
        effect: world.effects.len() as u64 + 1,
        at: world.clock.millis(),
        actor: call.actor.clone(),
        from: user.text(Prop::Mail).to_owned(),
        recipients,
        subject: message
            .get("subject")
            .and_then(Json::as_str)
            .unwrap_or_default()
            .to_owned(),
        message: message.clone(),
        saved: parameter("saveToSentItems") != Some(&json!(false)),
    };
    world.mails.push(mail);
    world.log(call, &user.id.to_string(), &Json::Object(body), Change::NONE, 202);
    Ok(Answer::empty(202))
}

fn unresolved(why: &str) -> Answer {
    let message = format!("At least one recipient is not valid., {why}");
    Answer::error(400, "ErrorInvalidRecipients", &message)
}

fn is_address(text: &str) -> bool {
    text.split_once('@').is_some_and(|(local, domain)| {
        let odd = |c: char| c.is_whitespace() || ",;<>\"()@".contains(c);
        !local.is_empty()
            && domain.contains('.')
            && !domain.starts_with('.')
            && !domain.ends_with('.')
            && !text.replacen('@', "", 1).contains(odd)
    })
}

/// Whether one of the person's licences has a plan of Exchange Online that holds mail.
fn has_mailbox(user: &User) -> bool {
    const PLANS: [&str; 3] = ["EXCHANGE_S_ENTERPRISE", "EXCHANGE_S_STANDARD", "EXCHANGE_S_DESKLESS"];
    user.licences.iter().filter(|l| l.state == "Active").any(|l| {
        let plans = &products::all()[l.product as usize].plans;
        plans
            .iter()
            .any(|(name, id)| PLANS.contains(name) && !l.disabled_plans.contains(id))
    })
}
