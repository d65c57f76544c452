//! An operation in the words of other tools, to be read, kept or run elsewhere. Secrets are left out by name.

use super::find;
use crate::operations::{Kind, Secrets, Server};
use crate::session::Session;
use kontor_cloud::referring;
use kontor_model::{Operation, OperationId, Result, Secret};
use serde::Deserialize;
use serde_json::Value;
use ts_rs::TS;

/// What it is written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum CopyFormat {
    /// An HTTP request, as Graph Explorer takes it.
    GraphRequest,
    /// `Invoke-MgGraphRequest` of Microsoft's Graph module.
    PowerShell,
    /// `m365 request` of CLI for Microsoft 365, for a POSIX shell.
    CliMicrosoft365,
}

/// The request that the operation would be, with what is mirrored now.
///
/// # Errors
/// As [`find`]; an input that this version cannot read.
pub fn copy_as(session: &Session, id: OperationId, format: CopyFormat) -> Result<String> {
    let operation = find(session, id)?;
    let kind = Kind::find(&operation.operation)?;
    let placeholder = |name: &str| (name.to_owned(), Secret::new(format!("<{name}>")));
    let secrets: Secrets = kind.secret_fields().map(placeholder).collect();
    let server = mirrored(session, kind, &operation)?;
    let call = kind.read(&operation.input)?.call(&operation, &server, &secrets)?;
    let service = session.tenant.endpoints.base(kind.api());
    let base = service.as_str().trim_end_matches('/');
    let body = call.body.map(|body| referring(service, body));
    Ok(written(
        format,
        call.method.as_str(),
        &format!("{base}{}", call.path),
        body.as_ref(),
    ))
}

fn mirrored(session: &Session, kind: &Kind, operation: &Operation) -> Result<Server> {
    let rules = session.rules(kind.collection)?;
    let item = session.store.show(&rules, &operation.target.id)?;
    Ok(Server {
        object: item.map(|item| item.server).filter(|server| !server.is_empty()),
        elsewhere: None,
    })
}

fn written(format: CopyFormat, method: &str, url: &str, body: Option<&Value>) -> String {
    let json = body.map(Value::to_string);
    match format {
        CopyFormat::GraphRequest => match body {
            Some(body) => format!("{method} {url}\nContent-Type: application/json\n\n{body:#}\n"),
            None => format!("{method} {url}\n"),
        },
        CopyFormat::PowerShell => {
            let quoted = |text: &str| format!("'{}'", text.replace('\'', "''"));
            let body = json.map(|json| format!(" -ContentType 'application/json' -Body {}", quoted(&json)));
            format!(
                "Invoke-MgGraphRequest -Method {method} -Uri {}{}\n",
                quoted(url),
                body.unwrap_or_default()
            )
        }
        CopyFormat::CliMicrosoft365 => {
            let quoted = |text: &str| format!("'{}'", text.replace('\'', r"'\''"));
            let body = json.map(|json| format!(" --content-type application/json --body {}", quoted(&json)));
            let method = method.to_lowercase();
            format!(
                "m365 request --method {method} --url {}{}\n",
                quoted(url),
                body.unwrap_or_default()
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn quotes_in_a_value_end_no_text_of_another_tool() {
        let body = json!({"displayName": "Ola 'Los' Nordmann"});
        let text = |format| written(format, "PATCH", "https://graph.example/v1.0/users/1", Some(&body));
        assert_eq!(
            text(CopyFormat::PowerShell),
            "Invoke-MgGraphRequest -Method PATCH -Uri 'https://graph.example/v1.0/users/1' -ContentType 'application/json' \
             -Body '{\"displayName\":\"Ola ''Los'' Nordmann\"}'\n"
        );
        assert_eq!(
            text(CopyFormat::CliMicrosoft365),
            "m365 request --method patch --url 'https://graph.example/v1.0/users/1' --content-type application/json \
             --body '{\"displayName\":\"Ola '\\''Los'\\'' Nordmann\"}'\n"
        );
        assert_eq!(
            written(
                CopyFormat::GraphRequest,
                "DELETE",
                "https://graph.example/v1.0/users/1",
                None
            ),
            "DELETE https://graph.example/v1.0/users/1\n"
        );
    }
}
