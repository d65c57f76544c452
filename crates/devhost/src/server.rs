//! The routes: `POST /call/{name}`, `GET /events`, and the files of the UI.

use crate::{files, host::DevHost};
use axum::{
    Json, Router,
    extract::{Path, Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response, Sse, sse::Event},
    routing::{get, post},
};
use futures_util::{Stream, stream};
use kontor_core::Kontor;
use serde_json::Value;
use std::{convert::Infallible, path::PathBuf, sync::Arc};

#[derive(Clone)]
struct Served {
    kontor: Kontor,
    host: Arc<DevHost>,
}

pub fn router(kontor: Kontor, host: Arc<DevHost>, port: u16, ui: PathBuf, policy: HeaderValue) -> Router {
    Router::new()
        .route("/call/{name}", post(call))
        .route("/events", get(events))
        .with_state(Served { kontor, host })
        .fallback(move |request: Request| files::serve(ui, policy, request))
        .layer(middleware::from_fn(move |request: Request, next: Next| {
            ours(port, request, next)
        }))
}

/// Runs a command. Errors are those of core, with 400; a body that is no JSON is refused before.
async fn call(State(served): State<Served>, Path(name): Path<String>, Json(input): Json<Value>) -> Response {
    match kontor_host::call(&served.kontor, served.host, name, input).await {
        Ok(output) => Json(output).into_response(),
        Err(error) => (StatusCode::BAD_REQUEST, Json(error)).into_response(),
    }
}

/// Everything that changes from now on.
async fn events(State(served): State<Served>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let changes = stream::unfold(served.kontor.events(), |mut events| async move {
        let change = kontor_host::next_change(&mut events).await?;
        Some((Ok(Event::default().data(change.to_string())), events))
    });
    Sse::new(changes)
}

async fn ours(port: u16, request: Request, next: Next) -> Response {
    if is_ours(port, request.headers()) {
        next.run(request).await
    } else {
        (StatusCode::FORBIDDEN, "This host serves its own page only.").into_response()
    }
}

/// Other sites, and names that were made to point here, are not served: no foreign `Host`, no foreign `Origin`.
fn is_ours(port: u16, headers: &HeaderMap) -> bool {
    let names = [format!("127.0.0.1:{port}"), format!("localhost:{port}")];
    let is_name = |name: &str| names.iter().any(|ours| ours == name);
    let header = |name| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    header(header::HOST).is_some_and(is_name)
        && header(header::ORIGIN).is_none_or(|origin| origin.strip_prefix("http://").is_some_and(is_name))
}
