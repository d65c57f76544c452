//! A bill as a PDF of one page: objects, a content stream in Helvetica, and the cross-reference table.

use crate::billing::Invoice;

/// The document, ready to be opened.
pub fn invoice(invoice: &Invoice, customer: &str) -> Vec<u8> {
    let title = if invoice.credit_note { "Kreditnota" } else { "Faktura" };
    let mut text = Page::default();
    text.write(56.0, 780.0, 22.0, title);
    text.write(56.0, 752.0, 11.0, &format!("{title}nummer {}", invoice.name));
    text.write(
        56.0,
        736.0,
        11.0,
        &format!("Fakturadato {}   Forfall {}", invoice.date, invoice.due),
    );
    text.write(
        56.0,
        720.0,
        11.0,
        &format!("Periode {} – {}", invoice.period.0, invoice.period.1),
    );
    text.write(56.0, 692.0, 11.0, customer);
    let mut y = 650.0;
    for (x, head) in [
        (56.0, "Produkt"),
        (330.0, "Antall"),
        (400.0, "Pris"),
        (480.0, "Sum NOK"),
    ] {
        text.write(x, y, 10.0, head);
    }
    for line in &invoice.lines {
        y -= 16.0;
        text.write(56.0, y, 10.0, line.name);
        text.write(330.0, y, 10.0, &line.seats.to_string());
        text.write(400.0, y, 10.0, &kroner(line.unit));
        text.write(480.0, y, 10.0, &kroner(line.total()));
    }
    for (name, ore) in [
        ("Sum uten mva.", invoice.net()),
        ("Mva. 25 %", invoice.vat()),
        ("Å betale", invoice.total()),
    ] {
        y -= 20.0;
        text.write(330.0, y, 11.0, name);
        text.write(480.0, y, 11.0, &kroner(ore));
    }
    file(&text.0)
}

/// `1 234 567,80`
fn kroner(ore: i64) -> String {
    let (whole, cents) = ((ore / 100).unsigned_abs().to_string(), (ore % 100).unsigned_abs());
    let mut out = String::from(if ore < 0 { "-" } else { "" });
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push(' ');
        }
        out.push(digit);
    }
    format!("{out},{cents:02}")
}

#[derive(Default)]
struct Page(Vec<u8>);

impl Page {
    /// `x` and `y` in points from the lower left corner.
    fn write(&mut self, x: f64, y: f64, size: f64, text: &str) {
        self.0
            .extend_from_slice(format!("BT /F1 {size} Tf {x} {y} Td (").as_bytes());
        for c in text.chars() {
            match c {
                '(' | ')' | '\\' => self.0.extend_from_slice(&[b'\\', c as u8]),
                '–' => self.0.push(0x96),
                // WinAnsi agrees with Latin-1 from U+00A0 to U+00FF.
                c if c.is_ascii() || ('\u{a0}'..='\u{ff}').contains(&c) => self.0.push(c as u32 as u8),
                _ => self.0.push(b'?'),
            }
        }
        self.0.extend_from_slice(b") Tj ET\n");
    }
}

fn file(content: &[u8]) -> Vec<u8> {
    let stream = [
        format!("<< /Length {} >>\nstream\n", content.len()).as_bytes(),
        content,
        b"endstream",
    ]
    .concat();
    let page: &[u8] = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>";
    let objects: [&[u8]; 5] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        page,
        &stream,
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ];
    let mut out = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (i, object) in objects.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", out.len()));
        out.extend_from_slice(format!("{} 0 obj\n", i + 1).as_bytes());
        out.extend_from_slice(object);
        out.extend_from_slice(b"\nendobj\n");
    }
    let start = out.len();
    out.extend_from_slice(table.as_bytes());
    out.extend_from_slice(
        format!(
            "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n",
            objects.len() + 1
        )
        .as_bytes(),
    );
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_cross_reference_table_points_at_the_objects() {
        let pdf = super::file(b"BT ET\n");
        let text = String::from_utf8_lossy(&pdf).into_owned();
        let start: usize = text
            .rsplit("startxref\n")
            .next()
            .unwrap()
            .lines()
            .next()
            .unwrap()
            .parse()
            .unwrap();
        assert!(pdf[start..].starts_with(b"xref"));
        let places = String::from_utf8_lossy(&pdf[start..]).into_owned();
        for (i, line) in places.lines().skip(3).take(5).enumerate() {
            let at: usize = line[..10].parse().unwrap();
            assert!(
                pdf[at..].starts_with(format!("{} 0 obj", i + 1).as_bytes()),
                "object {}",
                i + 1
            );
        }
    }

    #[test]
    fn amounts_are_grouped() {
        assert_eq!(super::kroner(123_456_780), "1 234 567,80");
        assert_eq!(super::kroner(-5), "-0,05");
    }
}
