//! Mails to many that are written from a template: to those whose password is about to end, and to those who have not registered for
//! resetting a forgotten one. Each is an ordinary `send-mail` that says what it is about, so that nobody is told the same twice.

mod about;
mod language;
mod letter;
mod recipients;
mod template;

pub(crate) use about::why_not_again;
pub use about::{About, Kind};
pub use letter::{Letter, letter};
pub use recipients::{Draft, preview_mail, queue_mail};
pub use template::{MailTemplate, MailTemplates, set_default_language, set_template, templates};
