//! Words that people, teams and customers are made of. Persons are invented by combining them.

pub const FIRST: &[&str] = &[
    "Anders",
    "Åse",
    "Bjørn",
    "Camilla",
    "Dag",
    "Eirik",
    "Elin",
    "Frøydis",
    "Geir",
    "Gro",
    "Hanne",
    "Håkon",
    "Ida",
    "Ingrid",
    "Jonas",
    "Julie",
    "Kari",
    "Knut",
    "Lars",
    "Linn",
    "Magnus",
    "Marte",
    "Nils",
    "Nora",
    "Ola",
    "Øyvind",
    "Petter",
    "Ragnhild",
    "Roar",
    "Sigrid",
    "Silje",
    "Stian",
    "Sunniva",
    "Terje",
    "Thea",
    "Tor",
    "Torunn",
    "Trygve",
    "Vegard",
    "Vilde",
    "Yngve",
    "Åsmund",
    "Amelia",
    "Benjamin",
    "Charlotte",
    "Daniel",
    "Emily",
    "George",
    "Hannah",
    "Jack",
    "Oliver",
    "Sophie",
    "Thomas",
    "Zoë",
    "Aisha",
    "Marek",
    "Kamila",
    "Arjun",
];

pub const LAST: &[&str] = &[
    "Aasen",
    "Bakke",
    "Berg",
    "Bjørnstad",
    "Brekke",
    "Dahl",
    "Eide",
    "Engen",
    "Fjeld",
    "Foss",
    "Gjerde",
    "Grønli",
    "Hagen",
    "Haugen",
    "Hovland",
    "Høiby",
    "Iversen",
    "Jørstad",
    "Kleven",
    "Kvåle",
    "Lunde",
    "Løken",
    "Moen",
    "Myhre",
    "Nygård",
    "Nøstdal",
    "Opsahl",
    "Østby",
    "Rønning",
    "Sandvik",
    "Skår",
    "Solberg",
    "Strand",
    "Sæther",
    "Tangen",
    "Tveit",
    "Ulvestad",
    "Vik",
    "Viken",
    "Wold",
    "Ødegård",
    "Åmodt",
    "Ashworth",
    "Bennett",
    "Carver",
    "Doyle",
    "Fletcher",
    "Hargreaves",
    "Kowalski",
    "Marsh",
    "Nowak",
    "Patel",
    "Reid",
    "Sharma",
    "Whitfield",
];

/// Department and the titles in it.
pub const DEPARTMENTS: &[(&str, &[&str])] = &[
    (
        "Salg",
        &["Salgssjef", "Kundeansvarlig", "Account Manager", "Salgskonsulent"],
    ),
    (
        "Kundeservice",
        &["Kundebehandler", "Teamleder kundeservice", "Support Specialist"],
    ),
    (
        "Feltservice",
        &["Servicetekniker", "Driftsleder", "Montør", "Field Engineer"],
    ),
    (
        "Produksjon",
        &["Operatør", "Skiftleder", "Prosessingeniør", "Vedlikeholdsleder"],
    ),
    (
        "Økonomi",
        &["Controller", "Regnskapsmedarbeider", "Økonomisjef", "Lønnskonsulent"],
    ),
    (
        "IT",
        &["Systemadministrator", "IT-konsulent", "Solution Architect", "Utvikler"],
    ),
    ("HR", &["HR-rådgiver", "Personalsjef", "Rekrutterer"]),
    ("Marked", &["Markedssjef", "Innholdsprodusent", "Brand Manager"]),
    ("Innkjøp", &["Innkjøper", "Logistikkoordinator", "Lagerleder"]),
    ("Ledelse", &["Daglig leder", "Direktør", "Chief Operating Officer"]),
];

/// Office, street, postcode, town, country name, two-letter code, language.
pub const OFFICES: &[[&str; 7]] = &[
    ["Bergen", "Damsgårdsveien 14", "5058", "Bergen", "Norge", "NO", "nb-NO"],
    ["Oslo", "Grenseveien 82", "0663", "Oslo", "Norge", "NO", "nb-NO"],
    ["Tromsø", "Strandskillet 5", "9008", "Tromsø", "Norge", "NO", "nb-NO"],
    [
        "Ålesund",
        "Keiser Wilhelms gate 22",
        "6003",
        "Ålesund",
        "Norge",
        "NO",
        "nb-NO",
    ],
    [
        "Aberdeen",
        "3 Marischal Quay",
        "AB11 5PP",
        "Aberdeen",
        "United Kingdom",
        "GB",
        "en-GB",
    ],
];

/// Company, its domain label, and the label of the brand whose sign-in is federated.
pub const COMPANIES: &[(&str, &str, &str)] = &[
    ("Fjordlys AS", "fjordlys", "havbris"),
    ("Nordvarde AS", "nordvarde", "skjaerlys"),
    ("Bratthei Energi AS", "bratthei", "vidsyn"),
    ("Holmgrind AS", "holmgrind", "saltvind"),
];

/// Where further companies of the same name are.
pub const TOWNS: &[(&str, &str)] = &[
    ("Bergen", "bergen"),
    ("Tromsø", "tromso"),
    ("Ålesund", "alesund"),
    ("Bodø", "bodo"),
    ("Molde", "molde"),
    ("Hamar", "hamar"),
    ("Narvik", "narvik"),
    ("Skien", "skien"),
    ("Larvik", "larvik"),
    ("Alta", "alta"),
    ("Voss", "voss"),
];

/// Partner companies that guests come from.
pub const PARTNERS: &[(&str, &str)] = &[
    ("Lyngdal Revisjon", "lyngdal-revisjon.example"),
    ("Northgate Consulting", "northgate.example"),
    ("Kystverkstedet", "kystverkstedet.example"),
    ("Umbra Design", "umbra-design.example"),
];

/// A name as mail addresses spell it: ASCII, lower case.
pub fn ascii(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.to_lowercase().chars() {
        match c {
            'æ' => out.push_str("ae"),
            'ø' | 'ö' => out.push('o'),
            'å' => out.push('a'),
            'ë' | 'é' => out.push('e'),
            c if c.is_ascii_alphanumeric() || c == '.' || c == '-' => out.push(c),
            _ => {}
        }
    }
    out
}
