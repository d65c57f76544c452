//! `tenant`: connecting, listing and forgetting; and credentials from the environment.

use crate::arguments::{self, Add, Auth, Tenant as Command};
use crate::exit::{self, Exit};
use crate::operation;
use crate::outbox;
use crate::output::{Output, complain};
use crate::table::{self, Table};
use crate::tenants;
use kontor_cloud::endpoints;
use kontor_core::{Again, Connect, Credential, How, Kontor, NewTenant, Prompt, Service, Session};
use kontor_model::{AuthKind, Code, Error, Operation, Result, Secret, Tenant};
use serde_json::{Value, json};
use std::sync::Arc;

const TOKEN: &str = "KONTOR_ACCESS_TOKEN";
const SECRET: &str = "KONTOR_CLIENT_SECRET";
const CERTIFICATE: &str = "KONTOR_CLIENT_CERTIFICATE";

pub async fn perform(kontor: &Kontor, command: Command, output: &mut Output) -> exit::Done {
    match command {
        Command::Add(add) => {
            if add.name.trim().is_empty() {
                return Err(Error::new(Code::Usage, "The tenant needs a name.").into());
            }
            let tenant = match (&add.customer, add.auth.and_then(how)) {
                (Some(customer), _) => {
                    let partner = kontor.find(add.partner.as_deref())?;
                    kontor.connect_customer(partner.id, customer, &add.name).await?
                }
                (None, Some(how)) => kontor.sign_in(new_tenant(add)?, how, show).await?,
                (None, None) => kontor.connect(connect(add)?).await?,
            };
            output.answer(json!({ "item": shown(&tenant) }), || {
                format!(
                    "{} is connected (organisation {}). Next: kontor sync",
                    tenant.name, tenant.tenant_id
                )
            })?;
        }
        Command::SignIn {
            name,
            service,
            client_id,
            device_code,
        } => {
            let tenant = kontor.find(Some(&name))?;
            let how = if device_code { How::DeviceCode } else { How::Browser };
            let wanted = match (service, client_id) {
                (Some(service), _) => Again::For(service.into()),
                (None, Some(client_id)) => Again::WithApp(client_id),
                (None, None) => Again::AsBefore,
            };
            kontor.sign_in_again(tenant.id, how, wanted, show).await?;
            output.answer(json!({ "item": shown(&tenant) }), || {
                format!("You are signed in to {}.", tenant.name)
            })?;
        }
        Command::Customers { name } => {
            let customers = kontor.customers(kontor.find(Some(&name))?.id).await?;
            let items = json!(customers);
            output.answer(json!({ "items": items }), || {
                let columns = ["name", "tenantId", "roles", "ends", "connected"];
                let mut table = Table::new(columns.into_iter());
                for item in items.as_array().into_iter().flatten().filter_map(Value::as_object) {
                    table.row(columns.iter().map(|column| table::cell(item, column)));
                }
                table.to_string()
            })?;
        }
        Command::List => {
            let tenants = kontor.folder().tenants()?;
            let items: Vec<Value> = tenants.iter().map(shown).collect();
            output.answer(json!({ "items": items }), || {
                let columns = ["name", "tenantId", "auth", "graph"];
                let mut table = Table::new(columns.into_iter());
                for item in items.iter().filter_map(Value::as_object) {
                    table.row(columns.iter().map(|column| table::cell(item, column)));
                }
                table.to_string()
            })?;
        }
        Command::Overview => return tenants::overview(kontor, output).await,
        Command::Remove { name, discard_unsent } => return remove(kontor, &name, discard_unsent, output).await,
    }
    Ok(Exit::Done)
}

async fn remove(kontor: &Kontor, name: &str, discard_unsent: bool, output: &mut Output) -> exit::Done {
    let tenant = kontor.find(Some(name))?;
    let unsent = kontor.remove(tenant.id, discard_unsent).await.map_err(|mut error| {
        if !discard_unsent && error.code != Code::Busy {
            error.message +=
                " So it cannot be told whether changes wait in its outbox; --discard-unsent removes it anyway.";
        }
        error
    })?;
    if !unsent.is_empty() {
        let named = |one: &Operation| format!("{} of {} ({})", one.operation, one.target.name, one.state.name());
        let lost: Vec<String> = unsent.iter().map(named).collect();
        let why = format!(
            "{} is kept: these changes are not over and would be lost: {}. Send or discard them first, or add --discard-unsent.",
            tenant.name,
            lost.join(", ")
        );
        let unsent = outbox::views(&*kontor.session(tenant.id).await?, unsent)?;
        let refusal = Error::new(Code::WrongState, why);
        output.partial(json!({ "items": unsent }), &refusal, || operation::listed(&unsent))?;
        return Ok(Exit::Attention);
    }
    output.answer(json!({ "item": shown(&tenant) }), || {
        format!("{} is forgotten.", tenant.name)
    })?;
    Ok(Exit::Done)
}

/// How a person signs in; none for what the environment gives.
fn how(auth: Auth) -> Option<How> {
    match auth {
        Auth::Browser => Some(How::Browser),
        Auth::DeviceCode => Some(How::DeviceCode),
        Auth::ClientSecret | Auth::ClientCertificate | Auth::Token => None,
    }
}

impl From<arguments::Service> for Service {
    fn from(asked: arguments::Service) -> Self {
        match asked {
            arguments::Service::Bills => Self::Bills,
            arguments::Service::Partner => Self::Partner,
            arguments::Service::Customers => Self::Customers,
            arguments::Service::Contracts => Self::Contracts,
        }
    }
}

fn new_tenant(add: Add) -> Result<NewTenant> {
    Ok(NewTenant {
        name: add.name,
        tenant_id: add.tenant_id,
        client_id: add.client_id,
        endpoints: endpoints::load(&add.cloud)?,
    })
}

/// Beside the answer, which is one object on standard output.
fn show(prompt: Prompt) {
    match prompt {
        Prompt::Browser { url } => {
            complain(&format!(
                "Sign in on the page that opens in your browser. If none opens, open this address:\n{url}"
            ));
            // Where there is no browser, the address is there to copy.
            let _ = open::that_detached(url);
        }
        Prompt::Code { address, code } => complain(&format!("Open {address} and enter the code {code} to sign in.")),
    }
}

fn connect(add: Add) -> Result<Connect> {
    let usage = |why: &str| Err(Error::new(Code::Usage, why));
    let credential = match add.auth {
        Some(Auth::ClientSecret | Auth::ClientCertificate) => {
            let Some(client_id) = add.client_id else {
                return usage("An application needs --client-id, its id.");
            };
            if add.tenant_id.is_none() {
                return usage("An application needs --tenant-id, the organisation to sign in to.");
            }
            match add.auth {
                Some(Auth::ClientCertificate) => Credential::ClientCertificate {
                    client_id,
                    pem: certificate()?.ok_or_else(|| missing(CERTIFICATE))?,
                },
                _ => Credential::ClientSecret {
                    client_id,
                    secret: given(SECRET).ok_or_else(|| missing(SECRET))?,
                },
            }
        }
        _ => Credential::Token(given(TOKEN).ok_or_else(|| missing(TOKEN))?),
    };
    Ok(Connect {
        name: add.name,
        tenant_id: add.tenant_id,
        endpoints: endpoints::load(&add.cloud)?,
        credential,
        demo: false,
    })
}

/// The session, with the credential from the environment if that is another than the stored one. Only for commands that
/// reach the cloud anyway: a new credential is proved before it is stored.
pub async fn renewed(kontor: &Kontor, session: &Session) -> Result<Arc<Session>> {
    let id = session.tenant.id;
    let newer = match session.tenant.auth {
        AuthKind::Token => given(TOKEN),
        AuthKind::ClientSecret => given(SECRET),
        AuthKind::ClientCertificate => certificate()?,
        AuthKind::Browser | AuthKind::DeviceCode => None,
    };
    match newer {
        Some(secret) => kontor.renew(id, secret).await,
        None => kontor.session(id).await,
    }
}

fn given(name: &str) -> Option<Secret> {
    let text = std::env::var(name).ok()?;
    Some(text.trim()).filter(|text| !text.is_empty()).map(Secret::new)
}

/// The PEM file that the environment names.
fn certificate() -> Result<Option<Secret>> {
    let Some(path) = std::env::var_os(CERTIFICATE).filter(|path| !path.is_empty()) else {
        return Ok(None);
    };
    let text = std::fs::read_to_string(&path).map_err(|error| {
        let path = path.display();
        Error::invalid(
            "certificate",
            format!("{path}, which {CERTIFICATE} names, cannot be read ({error})."),
        )
    })?;
    Ok(Some(Secret::new(text)))
}

fn missing(name: &str) -> Error {
    Error::new(
        Code::Usage,
        format!("Set {name} in the environment; secrets are never arguments."),
    )
}

fn shown(tenant: &Tenant) -> Value {
    json!({
        "id": tenant.id, "name": tenant.name, "tenantId": tenant.tenant_id, "auth": tenant.auth,
        "clientId": tenant.client_id, "graph": tenant.endpoints.graph, "demo": tenant.demo,
    })
}
