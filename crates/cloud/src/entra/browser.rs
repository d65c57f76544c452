//! Signing in with the system's browser: authorization code with PKCE, brought back to a loopback address.

use super::{
    ClosingPage, Entra, Random, SignIn, SignedIn, answer,
    loopback::{Answer, Loopback},
    scopes, unguessable,
};
use kontor_model::Error;
use oauth2::{AuthorizationCode, CsrfToken, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl};
use std::borrow::Cow;
use url::Url;

/// A sign-in that waits for the browser. Dropping it ends it.
pub struct BrowserSignIn<'a> {
    entra: &'a Entra,
    url: Url,
    loopback: Loopback,
    state: CsrfToken,
    nonce: String,
    claims: Option<String>,
    verifier: PkceCodeVerifier,
}

impl<'a> BrowserSignIn<'a> {
    /// # Errors
    /// When this machine has no port to listen on.
    pub async fn begin(entra: &'a Entra, sign_in: &SignIn, random: Random<'_>) -> Result<Self, Error> {
        let loopback = Loopback::open().await?;
        let verifier = PkceCodeVerifier::new(unguessable(random));
        let nonce = unguessable(random);
        let state = unguessable(random);
        let client = entra.client();
        let mut request = client
            .authorize_url(|| CsrfToken::new(state))
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
            .set_redirect_uri(Cow::Owned(redirect(&loopback)?))
            .add_scopes(scopes(sign_in))
            .add_extra_param("response_mode", "query")
            .add_extra_param("nonce", nonce.clone());
        request = match &sign_in.hint {
            Some(hint) => request.add_extra_param("login_hint", hint.clone()),
            // Who has several accounts must not be signed in with the wrong one unasked.
            None => request.add_extra_param("prompt", "select_account"),
        };
        if let Some(claims) = &sign_in.claims {
            request = request.add_extra_param("claims", claims.clone());
        }
        let (url, state) = request.url();
        Ok(Self {
            entra,
            url,
            loopback,
            state,
            nonce,
            claims: sign_in.claims.clone(),
            verifier,
        })
    }

    /// What the browser is to open.
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// Waits until the person is back from the browser; for ever, if need be.
    ///
    /// # Errors
    /// `SignInNeeded` when it was declined or refused, `WrongTenant`, `Malformed` when the answer is not to be believed.
    pub async fn finish(self, page: ClosingPage) -> Result<SignedIn, Error> {
        let redirect = redirect(&self.loopback)?;
        let code = match self.loopback.answer(self.state.into_secret(), page).await {
            Answer::Code(code) => code,
            Answer::Refused { error, description } => return Err(answer::refused(&error, &description)),
        };
        let wire = self.entra.wire();
        let client = self.entra.client();
        let granted = client
            .exchange_code(AuthorizationCode::new(code.expose().to_owned()))
            .set_pkce_verifier(self.verifier)
            .set_redirect_uri(Cow::Owned(redirect))
            .request_async(&wire)
            .await;
        let grant = wire.read(granted).map_err(|failed| failed.error)?;
        self.entra.signed_in(grant, Some(&self.nonce), self.claims).await
    }
}

fn redirect(loopback: &Loopback) -> Result<RedirectUrl, Error> {
    let address = loopback.redirect();
    RedirectUrl::new(address.clone())
        .map_err(|_| Error::invalid("redirect_uri", format!("{address} is not an address.")))
}
