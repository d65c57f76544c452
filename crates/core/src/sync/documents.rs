//! Files of bills that somebody wants: asked for, waited for, fetched, and kept in the ledger.

use super::billing::VERSION;
use super::{Session, Stop, is_of_the_service, options};
use crate::collections::INVOICES;
use crate::collections::users::segment;
use kontor_cloud::{FaultKind, Method, Written};
use kontor_model::{Api, Code, Error, Result};
use serde_json::Value;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// Bills have a few pages.
const LARGEST: usize = 20_000_000;

/// Microsoft prepares a file while it is waited for; longer than this it is asked for anew at the next sync.
const PATIENCE: Duration = Duration::from_secs(180);

/// How long to wait before looking again where Microsoft does not say.
const PAUSE: Duration = Duration::from_secs(10);

/// Fetches what is wanted. A file that is refused fails alone, until it is wanted again; what passes by itself is tried at the
/// next sync.
pub(super) async fn fetch(session: &Session, cancel: &CancellationToken) -> Result<()> {
    let name = INVOICES.name;
    for document in session.store.documents(name)?.into_iter().filter(|one| one.wanted) {
        let (id, file) = (&document.id, &document.name);
        match fetch_one(session, id, file, cancel).await {
            Ok(content) => session.store.keep_document(name, id, file, &content, session.now())?,
            Err(Stop::Store(error)) => return Err(error),
            Err(Stop::Cloud(fault)) if fault.kind == FaultKind::Cancelled => return Ok(()),
            Err(Stop::Cloud(fault)) => {
                let passes = is_of_the_service(fault.kind) || fault.kind == FaultKind::Throttled;
                session.store.document_failed(name, id, file, &fault.error, passes)?;
                if passes {
                    return Ok(());
                }
            }
        }
    }
    Ok(())
}

async fn fetch_one(
    session: &Session,
    id: &str,
    file: &str,
    cancel: &CancellationToken,
) -> std::result::Result<Vec<u8>, Stop> {
    let document = match file {
        "" => String::new(),
        named => format!("&documentName={}", segment(named)),
    };
    let path = format!("{id}/download?{VERSION}{document}");
    let mut reply = match session.cloud.write(Api::Arm, Method::POST, &path, None, &[]).await {
        Written::Answered(reply) => reply,
        Written::Refused(fault) | Written::NotSent(fault) => return Err(fault.into()),
        // Nothing changes by asking for a file twice.
        Written::Unknown { why } => return Err(Stop::Cloud(why.into())),
    };
    let mut waited = Duration::ZERO;
    let mut place = reply.header("location").map(str::to_owned);
    while reply.status == 202 {
        let Some(link) = place.clone() else {
            return Err(not_documented(
                "Microsoft prepares the file and does not say where it will be.",
            ));
        };
        let asked = reply.header("retry-after").and_then(|seconds| seconds.parse().ok());
        let pause = asked
            .map_or(PAUSE, Duration::from_secs)
            .clamp(Duration::from_secs(1), PATIENCE);
        if waited + pause > PATIENCE {
            let why = "Microsoft is still preparing the file. It is asked for again at the next sync.";
            return Err(Stop::Cloud(Error::new(Code::Throttled, why).into()));
        }
        tokio::select! {
            () = session.clock.sleep(pause) => waited += pause,
            () = cancel.cancelled() => return Err(Stop::Cloud(Error::new(Code::Cancelled, "This was stopped before it was finished.").into())),
        }
        reply = session.cloud.get(Api::Arm, &link, &options(cancel)).await?;
        place = reply.header("location").map(str::to_owned).or(place);
    }
    // The link opens the file for whoever has it: it is followed and forgotten.
    let Some(link) = reply.body.get("url").and_then(Value::as_str) else {
        return Err(not_documented("Microsoft's answer does not name the file."));
    };
    let content = session
        .cloud
        .download(Api::Arm, link, LARGEST, &options(cancel))
        .await?;
    match is_pdf(&content) {
        true => Ok(content),
        false => Err(not_documented(
            "What Microsoft sent is no whole PDF file. It was not kept.",
        )),
    }
}

fn not_documented(why: &str) -> Stop {
    Stop::Cloud(Error::new(Code::Malformed, why).into())
}

/// It begins as a PDF does, and has an end, so that one that was cut short is not taken for whole.
fn is_pdf(content: &[u8]) -> bool {
    let end = &content[content.len().saturating_sub(1024)..];
    content.starts_with(b"%PDF-") && end.windows(5).any(|five| five == b"%%EOF")
}

#[cfg(test)]
mod tests {
    use super::is_pdf;

    #[test]
    fn only_a_whole_pdf_is_one() {
        assert!(is_pdf(b"%PDF-1.4\n...\n%%EOF\n"));
        for other in [&b""[..], b"%PDF-1.4\n...", b"<html>%PDF- %%EOF", b"PK\x03\x04 %%EOF"] {
            assert!(!is_pdf(other), "{other:?}");
        }
    }
}
