//! The pages that a person sees: plain forms, one question each.

use super::Refusal;
use super::consent::Scope;
use crate::call::Answer;
use crate::user::Prop;
use crate::world::World;

const CANCEL: &str = "<button name=\"answer\" value=\"cancel\">Cancel</button>";

fn page(status: u16, title: &str, body: &str) -> Answer {
    let text = format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}</title></head><body><main><h1>{title}</h1>\
         {body}</main></body></html>"
    );
    Answer::bytes(status, "text/html; charset=utf-8", text.into_bytes()).with("cache-control", "no-store")
}

fn form(flow: &str, wrong: &str, body: &str) -> String {
    format!(
        "<p role=\"alert\">{}</p><form method=\"post\" action=\"/common/login\"><input type=\"hidden\" name=\"flow\" value=\"{}\">{body}\
         </form>",
        escape(wrong),
        escape(flow)
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

pub fn said(title: &str, text: &str) -> Answer {
    page(200, &escape(title), &format!("<p>{}</p>", escape(text)))
}

/// Nothing can be done here: the request itself is at fault.
pub fn refused(refusal: &Refusal) -> Answer {
    page(
        400,
        "Sorry, but we are having trouble signing you in.",
        &format!("<p>{}</p>", escape(&refusal.text())),
    )
}

/// This account does not get in; the application hears of it.
pub fn cannot(flow: &str, refusal: &Refusal) -> Answer {
    let back = "<button name=\"answer\" value=\"cancel\">Return to the application</button>";
    page(
        200,
        "You cannot get there from here",
        &form(flow, &refusal.text(), back),
    )
}

/// Everybody who holds a role is offered; others type their name.
pub fn accounts(world: &World, flow: &str, wrong: &str) -> Answer {
    let holders = world
        .tenant
        .roles
        .iter()
        .flat_map(|r| &r.assignments)
        .map(|a| a.principal);
    let mut buttons = String::new();
    let mut seen = Vec::new();
    for person in holders {
        let user = world.people.slot_of_id(person).and_then(|s| world.people.get(s));
        let Some(user) = user.filter(|u| u.deleted.is_none() && !seen.contains(&u.id)) else {
            continue;
        };
        seen.push(user.id);
        let upn = escape(user.text(Prop::UserPrincipalName));
        let name = escape(user.text(Prop::DisplayName));
        buttons.push_str(&format!(
            "<p><button name=\"account\" value=\"{upn}\">{name}<br>{upn}</button></p>"
        ));
    }
    let other =
        "<p><label>Another account <input name=\"account\" type=\"email\" required></label><button>Next</button></p>";
    let body = format!(
        "{}{}{}",
        form(flow, wrong, &buttons),
        form(flow, "", other),
        form(flow, "", CANCEL)
    );
    page(200, "Pick an account", &body)
}

/// The second proof.
pub fn number(flow: &str, wrong: &str) -> Answer {
    let input = "<p><label>The number on your phone <input name=\"number\" inputmode=\"numeric\" autocomplete=\"one-time-code\">\
                 </label><button>Verify</button></p>";
    page(
        200,
        "Verify your identity",
        &form(flow, wrong, &format!("{input}{CANCEL}")),
    )
}

pub fn consent(flow: &str, client: &str, scopes: &[Scope], admin: bool) -> Answer {
    let items: String = scopes.iter().map(|s| format!("<li>{}</li>", escape(&s.text))).collect();
    let for_all = match admin {
        true => {
            "<p><label><input type=\"checkbox\" name=\"organization\" value=\"on\"> Consent on behalf of your organization</label></p>"
        }
        false => "",
    };
    let buttons = format!("<button name=\"answer\" value=\"accept\">Accept</button>{CANCEL}");
    let body = format!("<p>{}</p><ul>{items}</ul>{for_all}{buttons}", escape(client));
    page(200, "Permissions requested", &form(flow, "", &body))
}

pub fn user_code(wrong: &str) -> Answer {
    let body = format!(
        "<p role=\"alert\">{}</p><form method=\"post\" action=\"/common/oauth2/deviceauth\"><p><label>The code that your app or \
         device shows <input name=\"user_code\" required></label><button>Next</button></p></form>",
        escape(wrong)
    );
    page(200, "Enter code to allow access", &body)
}

/// Sends the browser on with a form, as `response_mode=form_post` asks.
pub fn form_post(redirect: &str, fields: &[(&'static str, String)]) -> Answer {
    let inputs: String = fields
        .iter()
        .map(|(name, value)| format!("<input type=\"hidden\" name=\"{name}\" value=\"{}\">", escape(value)))
        .collect();
    let body = format!(
        "<form method=\"post\" action=\"{}\">{inputs}<button>Continue</button></form><script>document.forms[0].submit()</script>",
        escape(redirect)
    );
    page(200, "Working", &body)
}
