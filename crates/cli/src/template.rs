//! `template`: what new users have in common.

use crate::arguments::{Template, TemplateFields};
use crate::exit::{self, Exit};
use crate::offboard::user;
use crate::output::{Output, printable};
use crate::table::Table;
use clap::{Arg, ArgMatches};
use kontor_core::Session;
use kontor_core::operations::LicenseToAdd;
use kontor_core::templates::{UserTemplate, delete_template, save_template, template, template_of, templates};
use kontor_model::Result;
use serde_json::json;

pub fn perform(session: &Session, command: Template, output: &mut Output) -> exit::Done {
    let name = match command {
        Template::List => {
            let all = templates(session)?;
            output.answer(json!({ "items": all }), || listed(&all))?;
            return Ok(Exit::Done);
        }
        Template::Save { name, fields, replace } => {
            let new = made(session, name.clone(), fields)?;
            save_template(session, new, replace.then_some(name.as_str()))?;
            name
        }
        Template::Rename { name, to } => {
            let new = UserTemplate {
                name: to.clone(),
                ..template(session, &name)?
            };
            save_template(session, new, Some(&name))?;
            to
        }
        Template::Delete { name } => {
            let gone = template(session, &name)?;
            delete_template(session, &name)?;
            output.answer(json!({ "item": gone }), || {
                format!("The template {} is forgotten.", gone.name)
            })?;
            return Ok(Exit::Done);
        }
    };
    let saved = template(session, &name)?;
    output.answer(json!({ "item": saved }), || {
        format!("The template {} is saved.", saved.name)
    })?;
    Ok(Exit::Done)
}

/// Whom or what a new user is to be like.
pub enum After {
    /// A user: an id or a sign-in name.
    Like(String),
    /// A template, by name.
    Template(String),
}

impl After {
    pub fn arguments() -> Vec<Arg> {
        let argument = |name: &'static str, value: &'static str, help: &'static str| {
            Arg::new(name).long(name).value_name(value).help(help)
        };
        vec![
            argument(
                "like",
                "USER",
                "What is left open is as with this user (an id or a sign-in name), with licenses, groups that give some, and manager",
            )
            .conflicts_with("template"),
            argument(
                "template",
                "NAME",
                "What is left open is as this template has it, with licenses, groups and manager",
            ),
        ]
    }

    pub fn given(given: &ArgMatches) -> Option<Self> {
        let text = |name: &str| given.get_one::<String>(name).cloned();
        text("like")
            .map(Self::Like)
            .or_else(|| text("template").map(Self::Template))
    }

    /// The template, and the names of groups that give licences and take nobody from here.
    pub fn template(&self, session: &Session) -> Result<(UserTemplate, Vec<String>)> {
        match self {
            Self::Like(name) => {
                let like = template_of(session, &user(session, name)?.0)?;
                Ok((like.template, like.left_out))
            }
            Self::Template(name) => Ok((template(session, name)?, Vec::new())),
        }
    }
}

fn made(session: &Session, name: String, fields: TemplateFields) -> Result<UserTemplate> {
    let like = match &fields.like {
        Some(id) => template_of(session, id)?.template,
        None => UserTemplate::default(),
    };
    let licenses = fields.licenses.map(|ids| {
        let whole = |sku_id| LicenseToAdd {
            sku_id,
            disabled_plans: Vec::new(),
        };
        ids.into_iter().map(whole).collect()
    });
    Ok(UserTemplate {
        name,
        department: fields.department.or(like.department),
        office_location: fields.office_location.or(like.office_location),
        company_name: fields.company_name.or(like.company_name),
        country: fields.country.or(like.country),
        usage_location: fields.usage_location.or(like.usage_location),
        licenses: licenses.unwrap_or(like.licenses),
        groups: fields.groups.unwrap_or(like.groups),
        manager: fields.manager.or(like.manager),
    })
}

fn listed(all: &[UserTemplate]) -> String {
    let mut table = Table::new(["name", "department", "usageLocation", "licenses", "groups"].into_iter());
    for one in all {
        let cells = [
            one.name.clone(),
            one.department.clone().unwrap_or_default(),
            one.usage_location.clone().unwrap_or_default(),
            one.licenses.len().to_string(),
            one.groups.len().to_string(),
        ];
        table.row(cells.into_iter());
    }
    printable(&table.to_string())
}
