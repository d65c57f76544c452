"""Microsoft's azure-mgmt-billing, as published, reads the simulator's bills; no property or enum member may be unknown to its models."""

import datetime
import enum
import re
import ssl
import sys
import time
import urllib.request
from pathlib import Path

from azure.core.credentials import AccessToken
from azure.mgmt.billing import BillingManagementClient, models

sys.path.insert(0, str(Path(__file__).parent.parent / "clients"))
from simulator import Simulator  # noqa: E402


class OneToken:
    def __init__(self, token):
        self.token = token

    def get_token(self, *_, **__):
        return AccessToken(self.token, int(time.time()) + 3600)


checked = 0


def check(value, where):
    """Fails on what the model does not know; reading each attribute also parses dates and numbers."""
    global checked
    if isinstance(value, list):
        for i, one in enumerate(value):
            check(one, f"{where}[{i}]")
    if not hasattr(value, "_attr_to_rest_field"):
        return
    fields = value._attr_to_rest_field
    known = {field._rest_name for field in fields.values()}
    unknown = set(value.keys()) - known
    assert not unknown, f"{where}: {sorted(unknown)} not in {type(value).__name__}"
    for name in fields:
        member = getattr(value, name)
        if member is None:
            continue
        checked += 1
        hint = next((c.__annotations__[name] for c in type(value).__mro__ if name in getattr(c, "__annotations__", {})), "")
        for kind in re.findall(r"_models\.(\w+)", str(hint)):
            if isinstance(getattr(models, kind, None), type) and issubclass(getattr(models, kind), enum.Enum):
                for one in member if isinstance(member, list) else [member]:
                    assert isinstance(one, enum.Enum), f"{where}.{name}: {one!r} is no {kind}"
        check(member, f"{where}.{name}")


with Simulator("--tls", "--users", "250") as sim:
    client = BillingManagementClient(
        OneToken(sim.token), "00000000-0000-0000-0000-000000000000", base_url=sim.arm,
        credential_scopes=[f"{sim.arm}/.default"], connection_verify=sim.ca,
    )
    account = list(client.billing_accounts.list())
    check(account, "billingAccounts")
    name = account[0].name
    profiles = list(client.billing_profiles.list_by_billing_account(name))
    check(profiles, "billingProfiles")
    subscriptions = list(client.billing_subscriptions.list_by_billing_account(name))
    check(subscriptions, "billingSubscriptions")
    today = datetime.date.today()
    invoices = list(
        client.invoices.list_by_billing_account(name, period_start_date=today - datetime.timedelta(days=500), period_end_date=today)
    )
    check(invoices, "invoices")
    assert len(invoices) >= 14 and len(subscriptions) >= 14 and profiles, (len(invoices), len(subscriptions))
    first = invoices[0]
    lines = list(client.transactions.list_by_invoice(name, first.name))
    check(lines, "transactions")
    assert lines, first.name
    poller = client.invoices.begin_download_by_billing_account(
        name, first.name, document_name=first.properties.documents[0].name, polling_interval=1
    )
    document = poller.result()
    check(document, "download")
    with urllib.request.urlopen(document.url, context=ssl.create_default_context(cafile=sim.ca), timeout=30) as answer:
        assert answer.read(5) == b"%PDF-"

print(f"azure-mgmt-billing: {checked} values of accounts, profiles, subscriptions, invoices, their lines and a download")
