//! Where a cloud is reached: the worldwide one, a national one, or any base URL.

use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use url::Url;

/// The four services Kontor talks to. Each needs an access token of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Api {
    Login,
    Graph,
    Arm,
    PartnerCenter,
}

/// Base URLs of one cloud, without a version segment, and the extra root certificate it may need.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Endpoints {
    pub login: Url,
    pub graph: Url,
    pub arm: Url,
    pub partner_center: Url,
    /// A PEM file with a root certificate to trust besides those of the operating system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ca: Option<PathBuf>,
}

impl Endpoints {
    /// The base URL of one service.
    pub fn base(&self, api: Api) -> &Url {
        match api {
            Api::Login => &self.login,
            Api::Graph => &self.graph,
            Api::Arm => &self.arm,
            Api::PartnerCenter => &self.partner_center,
        }
    }
}
