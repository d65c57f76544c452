//! The key that ID tokens are signed with, and its publication.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair, RsaPublicKeyComponents};
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};

/// Two private keys that keep nothing safe: they were made for this simulator and are as public as its code.
const PAIRS: [&[u8]; 2] = [
    include_bytes!("../../data/simulator-key-1.pk8"),
    include_bytes!("../../data/simulator-key-2.pk8"),
];

pub struct Keys {
    pair: RsaKeyPair,
    id: String,
    rotations: usize,
}

impl Keys {
    pub fn new() -> Keys {
        Keys::after(0)
    }

    /// Goes over to the other key, under a name not used before: nothing that was signed until now verifies any more.
    pub fn rotate(&mut self) {
        *self = Keys::after(self.rotations + 1);
    }

    fn after(rotations: usize) -> Keys {
        let pair = RsaKeyPair::from_pkcs8(PAIRS[rotations % PAIRS.len()]).expect("the simulator's own key");
        let name = [pair.public().as_ref(), &rotations.to_be_bytes()].concat();
        Keys {
            pair,
            id: BASE64.encode(Sha256::digest(name)),
            rotations,
        }
    }

    /// The public half, as a JSON Web Key Set.
    pub fn published(&self, issuer: &str) -> Json {
        let public: RsaPublicKeyComponents<Vec<u8>> = self.pair.public().into();
        json!({"keys": [{
            "kty": "RSA", "use": "sig", "alg": "RS256", "kid": self.id, "n": BASE64.encode(public.n),
            "e": BASE64.encode(public.e), "issuer": issuer,
        }]})
    }

    /// A JSON Web Token with these claims.
    pub fn sign(&self, claims: &Json) -> String {
        let header = json!({"typ": "JWT", "alg": "RS256", "kid": self.id});
        let text = format!(
            "{}.{}",
            BASE64.encode(header.to_string()),
            BASE64.encode(claims.to_string())
        );
        let mut signature = vec![0; self.pair.public().modulus_len()];
        self.pair
            .sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text.as_bytes(), &mut signature)
            .expect("room for the signature");
        format!("{text}.{}", BASE64.encode(signature))
    }
}
