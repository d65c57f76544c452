//! Names of Microsoft's products by their `skuId`, from Microsoft's table "Product names and service plan identifiers".
//!
//! `products.tsv` holds skuId, part number and name, sorted by skuId. It is keyed by skuId because some part numbers belong
//! to two products. Tenants have products that the table lacks: these show their part number.

use std::{collections::HashMap, sync::LazyLock};

static NAMES: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let lines = include_str!("products.tsv").lines();
    lines
        .filter_map(|line| line.split_once('\t'))
        .filter_map(|(id, rest)| Some((id, rest.split_once('\t')?.1)))
        .collect()
});

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
