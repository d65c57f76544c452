//! Microsoft's rules for cloud passwords, and a generator that follows them.

use kontor_model::Error;

/// Letters and digits that are hard to mistake for one another when read aloud, and a few signs.
const CLASSES: [&[u8]; 4] = [
    b"ABCDEFGHJKLMNPQRSTUVWXYZ",
    b"abcdefghijkmnopqrstuvwxyz",
    b"23456789",
    b"!#%*+-=?@",
];

const LENGTH: usize = 16;

/// 8 to 256 characters, of three of the four classes, and nothing outside ASCII. Microsoft's list of banned passwords
/// applies besides; it is not known here.
pub fn check(password: &str) -> Result<(), Error> {
    let refuse = |why: &str| Err(Error::invalid("password", why));
    if !password.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
        return refuse("Use only letters without accents, digits, spaces and common signs: Microsoft refuses others.");
    }
    if !(8..=256).contains(&password.len()) {
        return refuse("The password must have 8 to 256 characters.");
    }
    let classes: [fn(u8) -> bool; 4] = [
        |byte| byte.is_ascii_uppercase(),
        |byte| byte.is_ascii_lowercase(),
        |byte| byte.is_ascii_digit(),
        |byte| !byte.is_ascii_alphanumeric(),
    ];
    if classes.iter().filter(|is| password.bytes().any(**is)).count() < 3 {
        return refuse("The password needs three of these four: capital letters, small letters, digits, signs.");
    }
    Ok(())
}

/// A password of 16 characters with all four classes in it, about 95 bits of chance. It begins with a letter or a digit: a
/// spreadsheet would take some of the signs for the beginning of a formula.
///
/// `random` fills a buffer with bytes from the system's source.
pub fn generate(random: &dyn Fn(&mut [u8])) -> String {
    let alphabet: Vec<u8> = CLASSES.concat();
    loop {
        let password: String = (0..LENGTH).map(|_| char::from(pick(&alphabet, random))).collect();
        let has_all = CLASSES
            .iter()
            .all(|class| password.bytes().any(|byte| class.contains(&byte)));
        if has_all && password.starts_with(|first: char| first.is_ascii_alphanumeric()) {
            return password;
        }
    }
}

/// One of the letters, each with the same chance: bytes that would favour some are thrown away.
fn pick(letters: &[u8], random: &dyn Fn(&mut [u8])) -> u8 {
    let fair = 256 - 256 % letters.len();
    loop {
        let mut byte = [0u8];
        random(&mut byte);
        if usize::from(byte[0]) < fair {
            return letters[usize::from(byte[0]) % letters.len()];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    #[test]
    fn the_rules_are_microsofts() {
        for good in ["Sommer-26", "abcdEFGH12", "a b c D 1 2"] {
            assert!(check(good).is_ok(), "{good}");
        }
        for bad in [
            "Short-1",
            "alllowercase",
            "lower123456",
            "Blåbær-2026",
            &"Aa1".repeat(86),
        ] {
            assert!(check(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn what_is_generated_follows_the_rules_and_differs_each_time() {
        let state = Cell::new(1u32);
        let random = |buffer: &mut [u8]| {
            for byte in buffer {
                state.set(state.get().wrapping_mul(1_664_525).wrapping_add(1_013_904_223));
                *byte = (state.get() >> 24) as u8;
            }
        };
        let passwords: std::collections::BTreeSet<String> = (0..500).map(|_| generate(&random)).collect();
        assert_eq!(passwords.len(), 500);
        assert!(
            passwords
                .iter()
                .all(|password| check(password).is_ok() && password.len() == LENGTH)
        );
        assert!(
            passwords
                .iter()
                .all(|password| password.as_bytes()[0].is_ascii_alphanumeric())
        );
    }
}
