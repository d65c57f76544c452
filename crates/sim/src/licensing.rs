//! The licensing service: what groups have reaches their members after a while, or fails to, and says why.

use std::collections::HashSet;
use std::sync::Arc;

use uuid::Uuid;

use crate::groups::Group;
use crate::people::Visible;
use crate::user::{Licence, Prop, User};
use crate::world::World;

/// Where Microsoft offers no services.
const PROHIBITED: [&str; 4] = ["CU", "IR", "KP", "SY"];

/// Lets it come to every group whose time it is.
pub fn run(world: &mut World) {
    while let Some(place) = world.groups.due(world.clock.millis()) {
        let group = world.groups.all()[place].clone();
        let members: HashSet<Uuid> = group.members.iter().copied().collect();
        let concerned = |user: &User| {
            user.deleted.is_none()
                && (members.contains(&user.id) || user.licences.iter().any(|l| l.group == Some(group.id)))
        };
        let slots = world
            .people
            .all()
            .filter(|(_, user)| concerned(user))
            .map(|(slot, _)| slot);
        let slots: Vec<u32> = slots.collect();
        for slot in slots {
            let Some(user) = world.people.get(slot).cloned() else {
                continue;
            };
            let after = given(world, &user, [&group], |_| members.contains(&user.id));
            if after.licences != user.licences {
                let now = world.clock.millis();
                world.people.replace(slot, Some(after), now, Visible::Everywhere);
            }
        }
        world.groups.processed(place);
    }
}

/// The user with what these groups give, and without what they no longer give.
pub fn given<'g>(
    world: &World,
    user: &User,
    groups: impl IntoIterator<Item = &'g Arc<Group>>,
    is_member: impl Fn(&Group) -> bool,
) -> User {
    let mut after = user.clone();
    for group in groups {
        let member = is_member(group);
        after
            .licences
            .retain(|licence| licence.group != Some(group.id) || (member && group.has(licence.product)));
        for (product, off) in group.products.iter().filter(|_| member) {
            let own = |licence: &&mut Licence| licence.group == Some(group.id) && licence.product == *product;
            let error = error(world, user, &after, *product);
            let state = if error == "None" { "Active" } else { "Error" };
            match after.licences.iter_mut().find(own) {
                Some(licence) if (licence.state, licence.error, &licence.disabled_plans) == (state, error, off) => {}
                Some(licence) => {
                    (licence.state, licence.error) = (state, error);
                    licence.disabled_plans = off.clone();
                    licence.updated = world.clock.seconds();
                }
                None => after.licences.push(Licence {
                    product: *product,
                    group: Some(group.id),
                    disabled_plans: off.clone(),
                    state,
                    error,
                    updated: world.clock.seconds(),
                }),
            }
        }
    }
    after
}

/// Why somebody cannot have a product. Who has no place of their own counts as being where the organization is.
fn error(world: &World, before: &User, after: &User, product: u8) -> &'static str {
    let active = |user: &User| {
        user.licences
            .iter()
            .any(|l| l.product == product && l.state == "Active")
    };
    let (enabled, warning, _) = world.tenant.seats(product);
    if PROHIBITED.contains(&after.text(Prop::UsageLocation)) {
        "ProhibitedInUsageLocationViolation"
    } else if active(before) || active(after) || world.people.consumed(product) < enabled + warning {
        "None"
    } else {
        "CountViolation"
    }
}
