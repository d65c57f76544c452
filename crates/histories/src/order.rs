//! Whether what was asked for one object took effect in its order.

use crate::check::Broken;

/// The first effect of an operation.
pub struct First<'a> {
    pub target: &'a str,
    pub member: Option<&'a str>,
    pub number: u64,
    pub place: usize,
}

/// Of what was asked for one object, the earlier took effect first.
pub fn in_order(firsts: &[First]) -> Result<(), Broken> {
    let overtook = |one: &&First, other: &First| {
        let apart = one.member.zip(other.member).is_some_and(|(one, other)| one != other);
        one.target == other.target && !apart && one.place > other.place && one.number < other.number
    };
    for other in firsts {
        if let Some(one) = firsts.iter().find(|one| overtook(one, other)) {
            let target = one.target;
            return Err(format!("(d) what was asked for {target} took effect out of order"));
        }
    }
    Ok(())
}
