//! Entra's roles and who holds them.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use fastrand::Rng;
use uuid::Uuid;

use crate::people::People;
use crate::seed;
use crate::user::Prop;

/// A role that there is. Microsoft's own have the same id in every tenant.
#[derive(Clone, Copy)]
pub struct Definition {
    pub id: Uuid,
    pub name: &'static str,
    pub description: &'static str,
    pub built_in: bool,
}

/// An activated role and who holds it.
#[derive(Clone)]
pub struct Role {
    pub id: Uuid,
    pub definition: Definition,
    pub assignments: Vec<Assignment>,
}

#[derive(Clone)]
pub struct Assignment {
    /// A user, a group or an application.
    pub principal: Uuid,
    /// `/` for the whole tenant.
    pub scope: String,
}

impl Assignment {
    /// Made of what it says: given anew it is the same again.
    pub fn id(&self, definition: Uuid) -> String {
        let said = [definition.to_bytes_le(), self.principal.to_bytes_le()].concat();
        let part = match self.scope.rsplit('/').next() {
            Some("") | None => "1".to_owned(),
            Some(part) => format!("e{}", part.chars().take(8).collect::<String>()),
        };
        format!("{}-{part}", BASE64_URL_SAFE_NO_PAD.encode(said))
    }
}

const fn built_in(id: u128, name: &'static str, description: &'static str) -> Definition {
    Definition {
        id: Uuid::from_u128(id),
        name,
        description,
        built_in: true,
    }
}

/// Some of Microsoft's own; the first is the one that may do everything.
#[rustfmt::skip]
pub const BUILT_IN: [Definition; 24] = [
    built_in(0x62e90394_69f5_4237_9190_012177145e10, "Global Administrator", "Manages everything in Microsoft Entra ID and in the services that use it."),
    built_in(0xfe930be7_5e62_47db_91af_98c3a49a38b1, "User Administrator", "Manages users and groups, and resets passwords of users and of some administrators."),
    built_in(0x729827e3_9c14_49f7_bb1b_9608f156bbb8, "Helpdesk Administrator", "Resets passwords of users and of helpdesk administrators."),
    built_in(0x4d6ac14f_3453_41d0_bef9_a3e0c569773a, "License Administrator", "Assigns and removes licences of users and groups."),
    built_in(0xb0f54661_2d74_4c50_afa3_1ec803f12efe, "Billing Administrator", "Buys, manages subscriptions and bills, and watches service health."),
    built_in(0xf2ef992c_3afb_46b9_b7cf_a126ee74c451, "Global Reader", "Reads what a Global Administrator reads, and changes nothing."),
    built_in(0x8329153b_31d0_4727_b945_745eb3bc5f31, "Domain Name Administrator", "Manages domain names in the cloud and on the premises."),
    built_in(0x966707d0_3269_4727_9be2_8c3a10f19b9d, "Password Administrator", "Resets passwords of users who are no administrators."),
    built_in(0xc4e39bd9_1100_46d3_8c65_fb160da0071f, "Authentication Administrator", "Shows, sets and resets the ways in which users who are no administrators sign in."),
    built_in(0x7be44c8a_adaf_4e2a_84d6_ab2649e08a13, "Privileged Authentication Administrator", "Shows, sets and resets the ways in which anybody signs in."),
    built_in(0xe8611ab8_c189_46e8_94e1_60213ab1f814, "Privileged Role Administrator", "Gives and takes roles, and manages all of Privileged Identity Management."),
    built_in(0x88d8e3e3_8f55_4a1e_953a_9b9898b8876b, "Directory Readers", "Reads basic information of the directory; meant for applications and guests."),
    built_in(0x95e79109_95c0_4d8e_aee3_d01accf2d47b, "Guest Inviter", "Invites guests, also where members may not."),
    built_in(0xfdd7a751_b60b_444a_984c_02652fe8fa1c, "Groups Administrator", "Manages groups and their settings."),
    built_in(0x790c1fb9_7f7d_4f88_86a1_ef1f95c05c1b, "Message Center Reader", "Reads the posts of Message center for its own organisation."),
    built_in(0x4a5d8f65_41da_4de4_8968_e035b65339cf, "Reports Reader", "Reads reports of sign-ins and of usage."),
    built_in(0xf023fd81_a637_4b56_95fd_791ac0226033, "Service Support Administrator", "Reads service health and manages support requests."),
    built_in(0x29232cdf_9323_42fd_ade2_1d097af3e4de, "Exchange Administrator", "Manages everything in Exchange Online."),
    built_in(0x69091246_20e8_4a56_aa4d_066075b2a7a8, "Teams Administrator", "Manages everything in Microsoft Teams."),
    built_in(0xf28a1f50_f6e7_4571_818b_6a12f2af6b6c, "SharePoint Administrator", "Manages everything in SharePoint Online and OneDrive."),
    built_in(0x3a2c62db_5318_420d_8d74_23affee5d9d5, "Intune Administrator", "Manages everything in Microsoft Intune."),
    built_in(0x194ae4cb_b126_40b2_bd5b_6091b380977d, "Security Administrator", "Reads and manages security in Microsoft Entra ID and Microsoft 365."),
    built_in(0x5d6b6bb7_de71_4623_b4af_96380a352509, "Security Reader", "Reads security in Microsoft Entra ID and Microsoft 365."),
    built_in(0x17315797_102d_40b4_93e0_432062caca18, "Compliance Administrator", "Manages compliance in Microsoft Entra ID and Microsoft 365."),
];

/// Who holds what in a new tenant, by their places.
const HOLDERS: [(&str, &[u32]); 6] = [
    ("Global Administrator", &[0, 1]),
    ("User Administrator", &[2, 14]),
    ("Helpdesk Administrator", &[3]),
    ("License Administrator", &[22]),
    ("Billing Administrator", &[6]),
    ("Global Reader", &[16]),
];

pub fn definition(name: &str) -> Option<Definition> {
    BUILT_IN.iter().find(|one| one.name.eq_ignore_ascii_case(name)).copied()
}

/// A role of this name with nobody in it.
pub fn role(name: &str, rng: &mut Rng) -> Option<Role> {
    Some(Role {
        id: seed::uuid(rng),
        definition: definition(name)?,
        assignments: Vec::new(),
    })
}

/// The roles of a new tenant, and one that is its own, which nobody holds.
pub fn seed(people: &People, rng: &mut Rng) -> (Vec<Role>, Definition) {
    let whole = |principal| Assignment {
        principal,
        scope: "/".to_owned(),
    };
    let mut all = Vec::new();
    for (name, holders) in HOLDERS {
        let Some(mut role) = role(name, rng) else { continue };
        let members = holders.iter().filter_map(|place| people.get(*place));
        let members = members.filter(|u| u.deleted.is_none() && u.text(Prop::UserType) == "Member");
        role.assignments = members.map(|u| whole(u.id)).collect();
        all.push(role);
    }
    let guest = people
        .all()
        .find(|(_, u)| u.deleted.is_none() && u.text(Prop::UserType) == "Guest");
    if let (Some((_, guest)), Some(reader)) = (guest, all.last_mut()) {
        reader.assignments.push(whole(guest.id));
    }
    // An application, and somebody for one administrative unit only.
    for (name, principal, scope) in [
        ("Directory Readers", Some(seed::uuid(rng)), "/".to_owned()),
        (
            "Password Administrator",
            people.get(30).filter(|u| u.deleted.is_none()).map(|u| u.id),
            format!("/administrativeUnits/{}", seed::uuid(rng)),
        ),
    ] {
        if let (Some(mut role), Some(principal)) = (role(name, rng), principal) {
            role.assignments.push(Assignment { principal, scope });
            all.push(role);
        }
    }
    let own = Definition {
        id: seed::uuid(rng),
        name: "Kundemottak",
        description: "Leser brukere og grupper for kundemottaket.",
        built_in: false,
    };
    (all, own)
}
