//! ARM billing: accounts, invoices, the document's three steps.

use reqwest::Method;

use crate::Cloud;

const VERSION: &str = "api-version=2024-04-01";

async fn account(cloud: &Cloud) -> String {
    let reply = cloud
        .get(&format!("/providers/Microsoft.Billing/billingAccounts?{VERSION}"))
        .await
        .json();
    reply["value"][0]["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn invoices_add_up_and_page() {
    let cloud = Cloud::with(250).await;
    let account = account(&cloud).await;
    assert!(account.contains(':'), "an id with a colon in it");
    assert_eq!(cloud.get(&account).await.code(), "MissingApiVersionParameter");
    assert_eq!(
        cloud.get(&format!("{account}/invoices?{VERSION}")).await.status,
        400,
        "the period is needed"
    );
    let year = cloud.sim.now().date_naive();
    let from = year - chrono::Days::new(800);
    let mut link = format!("{account}/invoices?{VERSION}&periodStartDate={from}&periodEndDate={year}");
    let (mut all, mut pages) = (Vec::new(), 0);
    loop {
        let page = cloud.get(&link).await.json();
        all.extend(page["value"].as_array().unwrap().clone());
        pages += 1;
        match page["nextLink"].as_str() {
            Some(next) => link = next.to_owned(),
            None => break,
        }
    }
    assert!(pages > 1 && all.len() >= 14, "{} in {pages}", all.len());
    for status in ["Due", "OverDue", "Paid"] {
        assert!(all.iter().any(|i| i["properties"]["status"] == status), "{status}");
    }
    for invoice in &all {
        let amount = |name: &str| (invoice["properties"][name]["value"].as_f64().unwrap() * 100.0).round() as i64;
        assert_eq!(amount("subTotal") + amount("taxAmount"), amount("totalAmount"));
        assert!(
            (amount("taxAmount") * 4 - amount("subTotal")).abs() <= 2,
            "25 % VAT, to the nearest øre: {invoice}"
        );
        assert_eq!(invoice["properties"]["totalAmount"]["currency"], "NOK");
    }
    let subscriptions = cloud
        .get(&format!("{account}/billingSubscriptions?{VERSION}&top=50"))
        .await
        .json();
    assert!(
        subscriptions["value"]
            .as_array()
            .unwrap()
            .iter()
            .any(|s| s["properties"]["autoRenew"] == "Off")
    );
}

#[tokio::test]
async fn the_lines_of_each_bill_add_up_to_it_and_name_the_products_that_subscriptions_have() {
    let cloud = Cloud::with(250).await;
    let account = account(&cloud).await;
    let value = |body: serde_json::Value| body["value"].as_array().unwrap().clone();
    let subscriptions = cloud
        .get(&format!("{account}/billingSubscriptions?{VERSION}&top=50"))
        .await
        .json();
    let products: Vec<_> = value(subscriptions)
        .iter()
        .map(|s| s["properties"]["productTypeId"].clone())
        .collect();
    let today = cloud.sim.now().date_naive();
    let from = today - chrono::Days::new(800);
    let period = format!("periodStartDate={from}&periodEndDate={today}");
    let invoices = cloud
        .get(&format!("{account}/invoices?{VERSION}&{period}&top=50"))
        .await
        .json();
    let ore = |amount: &serde_json::Value| (amount["value"].as_f64().unwrap() * 100.0).round() as i64;
    for invoice in value(invoices) {
        let id = invoice["id"].as_str().unwrap();
        let lines = value(cloud.get(&format!("{id}/transactions?{VERSION}&top=50")).await.json());
        let sum: i64 = lines.iter().map(|line| ore(&line["properties"]["subTotal"])).sum();
        assert_eq!(sum, ore(&invoice["properties"]["subTotal"]), "{id}");
        for line in &lines {
            let line = &line["properties"];
            assert!(products.contains(&line["productTypeId"]), "{line}");
            assert_eq!(line["invoice"], invoice["name"]);
            let seats = line["quantity"].as_i64().unwrap();
            assert_eq!(ore(&line["effectivePrice"]) * seats, ore(&line["subTotal"]));
        }
    }
}

#[tokio::test]
async fn an_account_of_the_old_kind_is_named_and_lists_nothing() {
    let cloud = Cloud::with(20).await;
    let accounts = cloud
        .get(&format!("/providers/Microsoft.Billing/billingAccounts?{VERSION}"))
        .await
        .json();
    let old = &accounts["value"][1];
    assert_eq!(old["properties"]["agreementType"], "MicrosoftOnlineServicesProgram");
    let id = old["id"].as_str().unwrap();
    assert_eq!(cloud.get(&format!("{id}?{VERSION}")).await.status, 200);
    let bills = format!("{id}/invoices?{VERSION}&periodStartDate=2026-01-01&periodEndDate=2026-02-01");
    for below in [bills, format!("{id}/billingSubscriptions?{VERSION}")] {
        assert_eq!(cloud.get(&below).await.status, 404, "{below}");
    }
}

#[tokio::test]
async fn a_document_is_prepared_and_fetched_without_a_token() {
    let cloud = Cloud::with(250).await;
    let account = account(&cloud).await;
    let today = cloud.sim.now().date_naive();
    let from = today - chrono::Days::new(90);
    let list = cloud
        .get(&format!(
            "{account}/invoices?{VERSION}&periodStartDate={from}&periodEndDate={today}"
        ))
        .await
        .json();
    let invoice = &list["value"][0];
    let (name, document) = (
        invoice["name"].as_str().unwrap(),
        invoice["properties"]["documents"][0]["name"].as_str().unwrap(),
    );
    let url = format!("{account}/invoices/{name}/download?{VERSION}&documentName={document}");
    let accepted = cloud.call(Method::POST, &url, &[], None).await;
    assert_eq!((accepted.status.as_u16(), accepted.header("retry-after")), (202, "1"));
    let pending = cloud.get(accepted.header("location")).await;
    assert_eq!(pending.status, 202);
    let done = cloud.get(accepted.header("location")).await;
    assert_eq!(done.status, 200);
    let file = done.json()["url"].as_str().unwrap().to_owned();
    let pdf = cloud.call(Method::GET, &file, &[("authorization", "")], None).await;
    assert_eq!(
        (pdf.status.as_u16(), pdf.header("content-type")),
        (200, "application/pdf")
    );
    assert!(pdf.bytes.starts_with(b"%PDF-1.4") && pdf.bytes.ends_with(b"%%EOF\n"));
    let text = String::from_utf8_lossy(&pdf.bytes).into_owned();
    assert!(text.contains(name));
    let alone = async |link: &str| {
        cloud
            .call(Method::GET, link, &[("authorization", "")], None)
            .await
            .status
    };
    assert_eq!(alone(&file.replace("sig=", "sig=A")).await, 403);
    cloud.sim.advance(std::time::Duration::from_secs(7200));
    assert_eq!(alone(&file).await, 403, "the link lapses");
}

#[tokio::test]
async fn partner_center_refuses_in_its_own_shape() {
    let cloud = Cloud::with(1).await;
    let reply = cloud.get("/v1/customers").await;
    assert_eq!(reply.status, 403);
    assert!(reply.bytes.starts_with(b"\xef\xbb\xbf{"), "a byte order mark first");
}
