//! What Entra says when it will not: one number and text, told to a program, to a person or to the address that asked.

use serde_json::json;

use crate::call::{Answer, Call};
use crate::time;
use crate::world::World;

#[derive(Clone, Debug)]
pub struct Refusal {
    pub error: &'static str,
    number: u32,
    message: String,
    suberror: Option<&'static str>,
    claims: Option<&'static str>,
}

impl Refusal {
    pub fn new(error: &'static str, number: u32, message: impl Into<String>) -> Refusal {
        Refusal {
            error,
            number,
            message: message.into(),
            suberror: None,
            claims: None,
        }
    }

    pub fn under(mut self, suberror: &'static str) -> Refusal {
        self.suberror = Some(suberror);
        self
    }

    /// With what the next sign-in has to bring.
    pub fn wanting(mut self, claims: &'static str) -> Refusal {
        self.claims = Some(claims);
        self
    }

    /// The same under another of OAuth's names.
    pub fn named(self, error: &'static str) -> Refusal {
        Refusal { error, ..self }
    }

    pub fn text(&self) -> String {
        format!("AADSTS{}: {}", self.number, self.message)
    }

    /// The token endpoint's error body.
    pub fn json(&self, world: &World, call: &Call) -> Answer {
        let correlation = call.header("client-request-id").unwrap_or(&call.id);
        let stamp = time::stamp(world.clock.seconds()).replace('T', " ");
        let text = format!(
            "{} Trace ID: {} Correlation ID: {correlation} Timestamp: {stamp}",
            self.text(),
            call.id
        );
        let mut body = json!({
            "error": self.error, "error_description": text, "error_codes": [self.number], "timestamp": stamp,
            "trace_id": call.id, "correlation_id": correlation,
            "error_uri": format!("{}/error?code={}", call.base, self.number),
        });
        if let Some(suberror) = self.suberror {
            body["suberror"] = suberror.into();
        }
        if let Some(claims) = self.claims {
            body["claims"] = claims.into();
        }
        let status = if self.error == "invalid_client" { 401 } else { 400 };
        Answer::json(status, &body)
    }
}
