//! Entra's built-in roles, as far as Kontor's operations depend on them, and which of them reaches which.
//!
//! From Microsoft's pages on built-in roles and on who can reset passwords and perform sensitive actions.

/// Reaches everybody and may do everything.
pub const GLOBAL: &str = "Global Administrator";

/// By the id that a built-in role has in every tenant.
static ROLES: [(&str, &str); 18] = [
    ("62e90394-69f5-4237-9190-012177145e10", GLOBAL),
    ("7be44c8a-adaf-4e2a-84d6-ab2649e08a13", PRIVILEGED),
    ("e8611ab8-c189-46e8-94e1-60213ab1f814", ROLES_OF_OTHERS),
    ("c4e39bd9-1100-46d3-8c65-fb160da0071f", AUTHENTICATION),
    ("0526716b-113d-4c15-b2c8-68e3c22b9f80", POLICY_OF_SIGN_IN),
    ("fe930be7-5e62-47db-91af-98c3a49a38b1", USER),
    ("729827e3-9c14-49f7-bb1b-9608f156bbb8", HELPDESK),
    ("966707d0-3269-4727-9be2-8c3a10f19b9d", PASSWORD),
    ("4d6ac14f-3453-41d0-bef9-a3e0c569773a", "License Administrator"),
    ("b0f54661-2d74-4c50-afa3-1ec803f12efe", "Billing Administrator"),
    ("8329153b-31d0-4727-b945-745eb3bc5f31", "Domain Name Administrator"),
    ("fdd7a751-b60b-444a-984c-02652fe8fa1c", "Groups Administrator"),
    ("f2ef992c-3afb-46b9-b7cf-a126ee74c451", "Global Reader"),
    ("88d8e3e3-8f55-4a1e-953a-9b9898b8876b", "Directory Readers"),
    ("95e79109-95c0-4d8e-aee3-d01accf2d47b", "Guest Inviter"),
    ("790c1fb9-7f7d-4f88-86a1-ef1f95c05c1b", "Message Center Reader"),
    ("4a5d8f65-41da-4de4-8968-e035b65339cf", "Reports Reader"),
    ("75934031-6c7e-415a-99d7-48dbd49e875e", "Usage Summary Reports Reader"),
];

pub const PRIVILEGED: &str = "Privileged Authentication Administrator";
/// Gives and takes every role.
pub const ROLES_OF_OTHERS: &str = "Privileged Role Administrator";
/// Sets what the tenant asks for at signing in.
pub const POLICY_OF_SIGN_IN: &str = "Authentication Policy Administrator";
pub const AUTHENTICATION: &str = "Authentication Administrator";
pub const USER: &str = "User Administrator";
pub const HELPDESK: &str = "Helpdesk Administrator";
pub const PASSWORD: &str = "Password Administrator";

/// Roles that all who manage users reach.
const LOW: [&str; 3] = ["Directory Readers", "Guest Inviter", PASSWORD];

/// Roles that those reach who manage more than passwords.
const READERS: [&str; 3] = [
    "Message Center Reader",
    "Reports Reader",
    "Usage Summary Reports Reader",
];

/// The English name of a built-in role; none for one that is not known here.
pub fn name(definition_id: &str) -> Option<&'static str> {
    let found = ROLES.iter().find(|(id, _)| id.eq_ignore_ascii_case(definition_id));
    found.map(|(_, name)| *name)
}

/// Whether `role` may do sensitive things (password, sign-in, deletion) to somebody who holds `held`. What Microsoft's pages
/// do not name is out of reach.
pub fn reaches(role: &str, held: &str) -> bool {
    let among = |lists: &[&[&str]]| lists.iter().any(|list| list.contains(&held));
    match role {
        GLOBAL | PRIVILEGED => true,
        USER => among(&[&LOW, &READERS, &[HELPDESK, USER, "Groups Administrator"]]),
        HELPDESK => among(&[&LOW, &READERS, &[HELPDESK]]),
        AUTHENTICATION => among(&[&LOW, &READERS, &[AUTHENTICATION]]),
        PASSWORD => among(&[&LOW]),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_reaches_those_below_it_and_no_stranger() {
        for (role, held, wanted) in [
            (PASSWORD, PASSWORD, true),
            (PASSWORD, HELPDESK, false),
            (HELPDESK, "Reports Reader", true),
            (HELPDESK, USER, false),
            (AUTHENTICATION, USER, false),
            (USER, AUTHENTICATION, false),
            (USER, USER, true),
            (USER, GLOBAL, false),
            (PRIVILEGED, GLOBAL, true),
            (GLOBAL, "Keeper of the Harbour", true),
            (USER, "Keeper of the Harbour", false),
            ("License Administrator", "Directory Readers", false),
        ] {
            assert_eq!(reaches(role, held), wanted, "{role} over {held}");
        }
    }

    #[test]
    fn no_role_is_listed_twice_and_all_are_known_by_their_id_however_it_is_written() {
        for (place, (id, role)) in ROLES.iter().enumerate() {
            assert_eq!(name(&id.to_uppercase()), Some(*role));
            assert!(
                !ROLES[..place].iter().any(|other| other.0 == *id || other.1 == *role),
                "{role}"
            );
        }
    }
}
