//! The products that the simulated tenants own: real names, ids and service plans; the prices are believable, not Microsoft's.

use std::sync::LazyLock;

use uuid::Uuid;

pub struct Product {
    pub part_number: &'static str,
    pub sku_id: Uuid,
    pub name: &'static str,
    /// NOK for one seat and month, without VAT; 0 for what is free or a trial.
    pub price: f64,
    pub plans: Vec<(&'static str, Uuid)>,
}

static ALL: LazyLock<Vec<Product>> = LazyLock::new(|| {
    include_str!("../data/products.csv")
        .lines()
        .skip(1)
        .filter_map(read)
        .collect()
});

fn read(line: &'static str) -> Option<Product> {
    let mut fields = line.splitn(5, ',');
    Some(Product {
        part_number: fields.next()?,
        sku_id: fields.next()?.parse().ok()?,
        name: fields.next()?,
        price: fields.next()?.parse().ok()?,
        plans: fields
            .next()?
            .split(';')
            .filter_map(|p| p.split_once('='))
            .filter_map(|(name, id)| Some((name, id.parse().ok()?)))
            .collect(),
    })
}

pub fn all() -> &'static [Product] {
    &ALL
}

pub fn by_sku(id: Uuid) -> Option<u8> {
    ALL.iter()
        .position(|p| p.sku_id == id)
        .and_then(|i| u8::try_from(i).ok())
}

/// The place of a product in [`all`], by part number; for the tables of this crate.
pub fn by_part(part_number: &str) -> u8 {
    let place = ALL.iter().position(|p| p.part_number == part_number);
    u8::try_from(place.expect("a part number of data/products.csv")).expect("fewer than 256 products")
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_line_of_the_table_is_read() {
        assert_eq!(
            super::all().len(),
            include_str!("../data/products.csv").lines().count() - 1
        );
        assert!(super::all().iter().all(|p| !p.plans.is_empty()));
    }
}
