//! `mail`: mails to many from templates, and the templates.

use crate::arguments::{Letters, Mail};
use crate::exit::{self, Exit};
use crate::many;
use crate::output::{Output, printable};
use kontor_core::Session;
use kontor_core::mail::{
    Kind, Letter, MailTemplates, letter, preview_mail, queue_mail, set_default_language, set_template, templates,
};
use serde_json::json;

pub fn perform(session: &Session, command: Mail, output: &mut Output) -> exit::Done {
    match command {
        Mail::Expiring { within, letters } => enter(session, Kind::PasswordExpiry, within, &letters, output),
        Mail::Unregistered(letters) => enter(session, Kind::Registration, None, &letters, output),
        Mail::Letter { kind, id, language } => {
            let shown = letter(session, kind.into(), &id, language.as_deref())?;
            output.answer(json!({ "item": shown }), || read(&shown))?;
            Ok(Exit::Done)
        }
        Mail::Templates => all(session, output),
        Mail::Template {
            kind,
            language,
            subject,
            body,
            own: _,
        } => {
            set_template(session, kind.into(), &language, subject.zip(body))?;
            all(session, output)
        }
        Mail::Language { tag } => {
            set_default_language(session, &tag)?;
            all(session, output)
        }
    }
}

fn enter(session: &Session, kind: Kind, within: Option<u16>, letters: &Letters, output: &mut Output) -> exit::Done {
    let draft = letters.draft(kind, within);
    let (survey, bulk) = match letters.dry_run {
        true => (preview_mail(session, &draft, letters.even_if_refused)?, None),
        false => {
            let queued = queue_mail(session, &draft, letters.even_if_refused, None)?;
            (queued.survey, queued.bulk)
        }
    };
    many::answered("send-mail", &survey, bulk, letters.dry_run, output)
}

fn read(shown: &Letter) -> String {
    let mut lines = vec![
        format!("To: {}", shown.to.as_deref().unwrap_or("-")),
        format!("Language: {}", shown.language),
        format!("Subject: {}", shown.subject),
        String::new(),
        shown.body.clone(),
    ];
    if let Some(why) = &shown.why_not {
        lines.extend([String::new(), format!("It would not go: {}", why.message)]);
    }
    printable(&lines.join("\n"))
}

fn all(session: &Session, output: &mut Output) -> exit::Done {
    let all = templates(session)?;
    output.answer(json!({ "item": all }), || listed(&all))?;
    Ok(Exit::Done)
}

fn listed(all: &MailTemplates) -> String {
    let mut lines = vec![format!(
        "Language where a reader's is not known: {}",
        all.default_language
    )];
    for kind in Kind::ALL {
        let names = kind.placeholders().iter().map(|name| format!("{{{{{name}}}}}"));
        let names: Vec<String> = names.collect();
        lines.extend([String::new(), format!("{} ({})", kind.name(), names.join(" "))]);
        for one in all.templates.iter().filter(|one| one.kind == kind) {
            let whose = if one.edited { "" } else { ", Kontor's own words" };
            lines.push(format!("[{}{whose}] {}", one.language, one.subject));
            lines.extend(one.body.lines().map(|line| format!("  {line}")));
        }
    }
    printable(&lines.join("\n"))
}
