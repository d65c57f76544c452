//! Service health: what is wrong with which service, as it goes on with the clock. Everything is drawn from the seed, and what is
//! still to come is drawn too, so that nothing has to happen for a new incident to begin.

use fastrand::Rng;
use serde_json::{Value as Json, json};

use crate::time::{DAY, stamp};

const HOUR: i64 = 3600;
/// How long Microsoft still shows what is over.
const KEPT: i64 = 30 * DAY;

/// The services of the tenant: id, name, letters that numbers begin with, features.
const SERVICES: [(&str, &str, &str, [&str; 2]); 9] = [
    (
        "Exchange",
        "Exchange Online",
        "EX",
        ["E-Mail and calendar access", "E-Mail timely delivery"],
    ),
    ("microsoftteams", "Microsoft Teams", "TM", ["Chat", "Meetings"]),
    (
        "SharePoint",
        "SharePoint Online",
        "SP",
        ["SharePoint Features", "Search"],
    ),
    (
        "OneDriveForBusiness",
        "OneDrive for Business",
        "OD",
        ["OneDrive Features", "Sync"],
    ),
    (
        "OSDPPlatform",
        "Microsoft 365 suite",
        "MO",
        ["Administration", "Portal"],
    ),
    ("Intune", "Microsoft Intune", "IT", ["Enrollment", "Policy delivery"]),
    ("Entra", "Microsoft Entra", "MM", ["Sign-in", "Provisioning"]),
    ("DynamicsCRM", "Dynamics 365 Apps", "CR", ["Access", "Performance"]),
    (
        "MicrosoftFlowM365",
        "Microsoft Power Automate in Microsoft 365",
        "MF",
        ["Flow runs", "Connectors"],
    ),
];

/// What people notice, with whom it hits.
const TROUBLES: [(&str, &str); 7] = [
    (
        "Some users can't open it in a browser",
        "Anyone who opens the service in a browser may see an error page.",
    ),
    (
        "Users may see delays of several minutes",
        "What users do takes effect some minutes late.",
    ),
    (
        "Some users are asked to sign in again",
        "Anyone whose session is renewed may have to sign in once more.",
    ),
    (
        "Users can't search for recent items",
        "Items of the last hours may be missing from the results of a search.",
    ),
    (
        "Notifications arrive late",
        "Notifications may arrive up to an hour after what they tell of.",
    ),
    (
        "Admins can't save changes to a policy",
        "Admins who save a policy may see an error; policies that stand are applied.",
    ),
    (
        "Mobile apps may not show new content",
        "People who use the app on Android or iOS may see what stood there before.",
    ),
];

pub struct Issue {
    id: String,
    service: usize,
    feature: usize,
    trouble: usize,
    incident: bool,
    start: i64,
    end: i64,
    /// Seconds between two posts.
    step: i64,
}

pub struct Health {
    issues: Vec<Issue>,
}

impl Health {
    /// What was and what comes, around `now` (seconds since 1970).
    pub fn new(seed: u64, now: i64) -> Health {
        let mut rng = Rng::with_seed(seed ^ 0x6865_616c);
        let mut number = 1_100_000 + rng.i64(0..60_000);
        let mut issues = Vec::new();
        let mut add = |rng: &mut Rng, start: i64, lasts: i64, incident: bool| {
            let service = rng.usize(..SERVICES.len());
            number += rng.i64(1..90);
            issues.push(Issue {
                id: format!("{}{number}", SERVICES[service].2),
                service,
                feature: rng.usize(..2),
                trouble: rng.usize(..TROUBLES.len()),
                incident,
                start,
                end: start + lasts,
                step: if incident { 2 * HOUR } else { 2 * DAY },
            });
        };
        // From what is about to be forgotten to what is months away.
        let mut start = now - KEPT - 10 * DAY;
        while start < now - DAY {
            let incident = rng.u8(..3) == 0;
            let lasts = if incident {
                rng.i64(2 * HOUR..20 * HOUR)
            } else {
                rng.i64(DAY..9 * DAY)
            };
            add(&mut rng, start, lasts, incident);
            start += rng.i64(DAY / 2..3 * DAY);
        }
        // At any start there is something to look at.
        add(&mut rng, now - 9 * DAY, 21 * DAY, false);
        add(&mut rng, now - 5 * HOUR, 14 * HOUR, true);
        let mut start = now + 2 * DAY;
        while start < now + 120 * DAY {
            let incident = rng.u8(..3) == 0;
            let lasts = if incident {
                rng.i64(2 * HOUR..20 * HOUR)
            } else {
                rng.i64(DAY..9 * DAY)
            };
            add(&mut rng, start, lasts, incident);
            start += rng.i64(DAY..4 * DAY);
        }
        Health { issues }
    }

    /// What Microsoft shows at `now`, the newest first.
    pub fn issues(&self, now: i64) -> Vec<&Issue> {
        let shown = |one: &&Issue| one.start <= now && one.end > now - KEPT;
        let mut shown: Vec<&Issue> = self.issues.iter().filter(shown).collect();
        shown.sort_by_key(|one| -one.start);
        shown
    }

    /// Each service with its state, and with its open issues when they are asked for.
    pub fn overviews(&self, now: i64, with_issues: bool) -> Vec<Json> {
        let open = |service: usize| {
            let issues = self.issues(now).into_iter();
            issues.filter(move |one| one.service == service && one.end > now)
        };
        let overview = |(place, (id, service, ..)): (usize, &(&str, &str, &str, [&str; 2]))| {
            let worst = open(place).min_by_key(|one| !one.incident);
            let status = worst.map_or("serviceOperational", |one| one.status(now));
            let mut item = json!({"id": id, "service": service, "status": status});
            if with_issues {
                item["issues"] = open(place).map(|one| one.json(now)).collect();
            }
            item
        };
        SERVICES.iter().enumerate().map(overview).collect()
    }
}

impl Issue {
    fn status(&self, now: i64) -> &'static str {
        let (gone, lasts) = (now - self.start, self.end - self.start);
        match () {
            () if now >= self.end && self.incident => "serviceRestored",
            () if now >= self.end => "resolved",
            () if gone < lasts / 5 => "investigating",
            () if gone > lasts * 4 / 5 => "restoringService",
            () => "serviceDegradation",
        }
    }

    pub fn json(&self, now: i64) -> Json {
        let (_, service, _, features) = SERVICES[self.service];
        let (title, impact) = TROUBLES[self.trouble];
        let over = now >= self.end;
        let mut at = self.start;
        let mut posts = Vec::new();
        while at <= now.min(self.end) {
            posts.push(self.post(at));
            at += self.step;
        }
        if over {
            posts.push(self.post(self.end));
        }
        let modified = if over { self.end } else { at - self.step };
        json!({
            "startDateTime": stamp(self.start), "endDateTime": over.then(|| stamp(self.end)),
            "lastModifiedDateTime": stamp(modified), "title": title, "id": self.id,
            "impactDescription": impact, "classification": if self.incident { "incident" } else { "advisory" },
            "origin": "microsoft", "status": self.status(now), "service": service, "feature": features[self.feature],
            "featureGroup": features[0], "isResolved": over, "details": [], "posts": posts,
        })
    }

    fn post(&self, at: i64) -> Json {
        let (title, impact) = TROUBLES[self.trouble];
        let now = match self.status(at) {
            "investigating" => "We're looking into what users report.",
            "serviceDegradation" => {
                "We've found a part of the infrastructure that works below its thresholds and are preparing a mitigation."
            }
            "restoringService" => "The mitigation is being applied; we watch how the service recovers.",
            _ => "We've confirmed with affected users and our telemetry that the impact is over.",
        };
        let content = format!(
            "<p><b>Title:</b> {title}</p><p><b>User impact:</b> {impact}</p><p><b>Current status:</b> {now}</p>\
             <p>More about service health: <a href=\"https://learn.microsoft.com/microsoft-365/enterprise/view-service-health\" target=\"_blank\">View service health</a></p>"
        );
        json!({"createdDateTime": stamp(at), "postType": "regular", "description": {"contentType": "html", "content": content}})
    }
}
