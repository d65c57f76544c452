//! Names of Microsoft's products by their `skuId`, from Microsoft's table "Product names and service plan identifiers".
//!
//! `products.tsv` holds skuId, part number and name, sorted by skuId. It is keyed by skuId because some part numbers belong
//! to two products. Tenants have products that the table lacks: these show their part number.

use std::{collections::HashMap, sync::LazyLock};

static NAMES: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| all().map(|(id, _, name)| (id, name)).collect());

/// Every product of the table: skuId, part number and name.
pub fn all() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    include_str!("products.tsv").lines().filter_map(|line| {
        let (id, rest) = line.split_once('\t')?;
        let (part, name) = rest.split_once('\t')?;
        Some((id, part, name))
    })
}

/// The name people know, or the part number, or the id itself.
pub fn name(sku_id: &str, part_number: Option<&str>) -> String {
    let known = NAMES.get(sku_id.to_lowercase().as_str()).copied();
    known.or(part_number).unwrap_or(sku_id).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_any_letter_case_and_unknown_products_show_their_part_number() {
        assert_eq!(name("05E9A617-0261-4CEE-BB44-138D3EF5D965", None), "Microsoft 365 E3");
        assert_eq!(
            name("ffffffff-0000-0000-0000-000000000000", Some("NEW_THING")),
            "NEW_THING"
        );
        assert_eq!(
            name("ffffffff-0000-0000-0000-000000000000", None),
            "ffffffff-0000-0000-0000-000000000000"
        );
    }
}
