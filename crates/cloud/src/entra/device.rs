//! Signing in on another device, with a code to type there.

use super::{Entra, SignIn, SignedIn, scopes};
use kontor_model::Error;
use oauth2::StandardDeviceAuthorizationResponse;
use std::time::Duration;

/// A code that waits to be typed. Dropping it ends the sign-in.
pub struct DeviceSignIn<'a> {
    entra: &'a Entra,
    given: StandardDeviceAuthorizationResponse,
    claims: Option<String>,
}

impl<'a> DeviceSignIn<'a> {
    /// # Errors
    /// What Entra says: many organisations do not allow it.
    pub async fn begin(entra: &'a Entra, sign_in: &SignIn) -> Result<Self, Error> {
        let wire = entra.wire();
        let client = entra.client();
        let mut request = client.exchange_device_code().add_scopes(scopes(sign_in));
        if let Some(claims) = &sign_in.claims {
            request = request.add_extra_param("claims", claims.clone());
        }
        match request.request_async(&wire).await {
            Ok(given) => Ok(Self {
                entra,
                given,
                claims: sign_in.claims.clone(),
            }),
            Err(_) => Err(wire.failed().error),
        }
    }

    /// Where the code is typed.
    pub fn address(&self) -> &str {
        self.given.verification_uri()
    }

    pub fn code(&self) -> &str {
        self.given.user_code().secret()
    }

    /// How long the code is good for, from the beginning.
    pub fn lasts(&self) -> Duration {
        self.given.expires_in()
    }

    /// Asks until the person is done, or the code is no longer good.
    ///
    /// # Errors
    /// `SignInNeeded` when it was declined, refused or not done in time; `WrongTenant`, `Malformed`.
    pub async fn finish(self) -> Result<SignedIn, Error> {
        let wire = self.entra.wire();
        let client = self.entra.client();
        let clock = self.entra.clock.clone();
        let granted = client
            .exchange_device_access_token(&self.given)
            .set_time_fn(move || clock.now())
            .request_async(&wire, |wait| self.entra.clock.sleep(wait), None)
            .await;
        let grant = wire.read(granted).map_err(|failed| failed.error)?;
        self.entra.signed_in(grant, None, self.claims).await
    }
}
