//! `ring` does the arithmetic for `jsonwebtoken`, which brings none of its own.

use jsonwebtoken::{
    Algorithm, DecodingKey, DecodingKeyKind, EncodingKey,
    crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils},
    errors::{ErrorKind, Result},
};
use ring::{
    rand::SystemRandom,
    signature::{RSA_PKCS1_2048_8192_SHA256, RSA_PSS_SHA256, RsaKeyPair, RsaPublicKeyComponents},
};
use signature::{Signer, Verifier};
use std::sync::Once;

/// RS256 is what Entra signs ID tokens with, PS256 what it asks of an app.
static RING: CryptoProvider = CryptoProvider {
    signer_factory: signer,
    verifier_factory: verifier,
    key_utils: KeyUtils::new_unimplemented(),
};

/// Called before the first use.
pub(super) fn install() {
    static FIRST: Once = Once::new();
    // Whoever was first in this process has chosen.
    FIRST.call_once(|| {
        let _ = RING.install_default();
    });
}

/// The key pair, in either of the forms that files have; none if it is not RSA of a good length.
pub(super) fn rsa(key: &EncodingKey) -> Option<RsaKeyPair> {
    let pair = RsaKeyPair::from_pkcs8(key.as_bytes()).or_else(|_| RsaKeyPair::from_der(key.as_bytes()));
    pair.ok()
}

fn signer(algorithm: &Algorithm, key: &EncodingKey) -> Result<Box<dyn JwtSigner>> {
    match (algorithm, rsa(key)) {
        (Algorithm::PS256, Some(pair)) => Ok(Box::new(Ps256(pair))),
        _ => Err(ErrorKind::InvalidAlgorithm.into()),
    }
}

struct Ps256(RsaKeyPair);

impl Signer<Vec<u8>> for Ps256 {
    fn try_sign(&self, message: &[u8]) -> std::result::Result<Vec<u8>, signature::Error> {
        let mut signature = vec![0; self.0.public().modulus_len()];
        self.0
            .sign(&RSA_PSS_SHA256, &SystemRandom::new(), message, &mut signature)
            .map_err(|_| signature::Error::new())?;
        Ok(signature)
    }
}

impl JwtSigner for Ps256 {
    fn algorithm(&self) -> Algorithm {
        Algorithm::PS256
    }
}

fn verifier(algorithm: &Algorithm, key: &DecodingKey) -> Result<Box<dyn JwtVerifier>> {
    match (algorithm, key.kind()) {
        (Algorithm::RS256, DecodingKeyKind::RsaModulusExponent { n, e }) => {
            Ok(Box::new(Rs256(RsaPublicKeyComponents {
                n: n.clone(),
                e: e.clone(),
            })))
        }
        _ => Err(ErrorKind::InvalidAlgorithm.into()),
    }
}

struct Rs256(RsaPublicKeyComponents<Vec<u8>>);

impl Verifier<Vec<u8>> for Rs256 {
    fn verify(&self, message: &[u8], signature: &Vec<u8>) -> std::result::Result<(), signature::Error> {
        self.0
            .verify(&RSA_PKCS1_2048_8192_SHA256, message, signature)
            .map_err(|_| signature::Error::new())
    }
}

impl JwtVerifier for Rs256 {
    fn algorithm(&self) -> Algorithm {
        Algorithm::RS256
    }
}
