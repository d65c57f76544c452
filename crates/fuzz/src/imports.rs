//! Files of users, well written and not: what is told adds up, nothing enters the outbox by being told, and no password shows.

use crate::draw::Draw;
use crate::house::House;
use crate::words::SECRET;
use kontor_core::import::read;
use kontor_core::templates::UserTemplate;
use kontor_store::Which;

const HEADINGS: &[&str] = &[
    "Username",
    "Brukernavn",
    "Display name",
    "Fornavn",
    "Usage location",
    "Licenses",
    "Manager",
    "Groups",
    "Password",
    "Block sign in (Yes/No) [accountEnabled] Required",
    "Office phone",
    "Skonummer",
];

pub fn run(bytes: &[u8]) {
    let mut draw = Draw::new(bytes);
    House::with(Draw::new(&[]), |house| {
        let file = match draw.byte() % 8 {
            0 => draw.bytes(255),
            _ => file(&mut draw),
        };
        let template = UserTemplate {
            usage_location: draw.flag().then(|| "NO".to_owned()),
            ..UserTemplate::default()
        };
        let Ok(import) = read(&house.session, &file, &template) else {
            return;
        };
        let told = import.preview();
        assert_eq!(told.goes + told.wrong.len() as u64, told.total, "every row is told of");
        assert!(told.wrong.iter().all(|row| row.row > 1 && !row.errors.is_empty()));
        let text = serde_json::to_string(told).expect("it is told as JSON");
        assert!(!text.contains(SECRET), "no password shows");
        let stored = || house.session.store.operations(Which::All).expect("the outbox is read");
        assert!(stored().is_empty(), "telling queues nothing");
        let goes = told.goes;
        if goes == 0 {
            return;
        }
        house.is_used = true;
        let queued = import.queue(Some(goes)).expect("what was told is queued");
        let all = stored();
        assert_eq!(queued.count, goes);
        assert_eq!(
            all.iter().filter(|one| one.operation == "create-user").count() as u64,
            goes
        );
        let text = serde_json::to_string(&all).expect("the outbox is JSON");
        assert!(!text.contains(SECRET), "no password is in the outbox");
    });
}

/// Rows below headings, with this or that separator, in this or that encoding.
fn file(draw: &mut Draw) -> Vec<u8> {
    let separator = draw.one_of(&[";", ",", "\t"]);
    let mut headings = vec!["upn".to_owned(), "name".to_owned()];
    for _ in 0..draw.below(5) {
        headings.push(draw.one_of(HEADINGS).to_owned());
    }
    let mut text = headings.join(separator);
    for row in 0..draw.below(6) {
        text += draw.one_of(&["\r\n", "\n", "\r", "\n\n"]);
        let cells = headings.iter().map(|heading| match heading.as_str() {
            "upn" if draw.flag() => format!("ny{row}@fjordlys.onmicrosoft.com"),
            "upn" => draw.text_of("userPrincipalName"),
            "Password" => SECRET.to_owned(),
            "Licenses" => draw.text_of("skuId"),
            "Usage location" => draw.text_of("usageLocation"),
            _ => draw.text(),
        });
        let quoted: Vec<String> = cells.map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
        text += &quoted.join(separator);
        if draw.byte() > 240 {
            text += &draw.text();
        }
    }
    match draw.byte() % 4 {
        0 => format!("\u{feff}{text}").into_bytes(),
        1 => format!("\u{feff}{text}")
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect(),
        2 => text
            .chars()
            .map(|letter| u8::try_from(u32::from(letter)).unwrap_or(b'?'))
            .collect(),
        _ => text.into_bytes(),
    }
}
