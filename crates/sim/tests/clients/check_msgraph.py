"""Microsoft's msgraph-sdk, as published, reads and writes the simulator's Graph."""

import asyncio

import httpx
from kiota_abstractions.api_error import APIError
from kiota_abstractions.authentication import AccessTokenProvider, AllowedHostsValidator, BaseBearerTokenAuthenticationProvider
from kiota_abstractions.base_request_configuration import RequestConfiguration
from msgraph import GraphRequestAdapter, GraphServiceClient
from msgraph.generated.models.assigned_license import AssignedLicense
from msgraph.generated.models.body_type import BodyType
from msgraph.generated.models.email_address import EmailAddress
from msgraph.generated.models.item_body import ItemBody
from msgraph.generated.models.message import Message
from msgraph.generated.models.password_profile import PasswordProfile
from msgraph.generated.models.recipient import Recipient
from msgraph.generated.models.user import User
from msgraph.generated.users.item.assign_license.assign_license_post_request_body import AssignLicensePostRequestBody
from msgraph.generated.users.item.send_mail.send_mail_post_request_body import SendMailPostRequestBody
from msgraph.generated.users.users_request_builder import UsersRequestBuilder
from msgraph_core.tasks.page_iterator import PageIterator

from simulator import Simulator


class OneToken(AccessTokenProvider):
    def __init__(self, token):
        self.token = token

    async def get_authorization_token(self, uri, additional_authentication_context={}):
        return self.token

    def get_allowed_hosts_validator(self):
        return AllowedHostsValidator(["127.0.0.1"])


async def run(sim):
    adapter = GraphRequestAdapter(BaseBearerTokenAuthenticationProvider(OneToken(sim.token)))
    adapter.base_url = f"{sim.graph}/v1.0"
    graph = GraphServiceClient(request_adapter=adapter)

    query = UsersRequestBuilder.UsersRequestBuilderGetQueryParameters(
        select=["id", "displayName", "userPrincipalName", "lastPasswordChangeDateTime", "assignedLicenses", "accountEnabled"], top=30
    )
    page = await graph.users.get(RequestConfiguration(query_parameters=query))
    seen = []
    await PageIterator(page, graph.request_adapter).iterate(lambda user: seen.append(user) or True)
    truth = {u["id"]: u for u in sim.get("/_sim/state/users")["value"]}
    assert {u.id for u in seen} == set(truth), (len(seen), len(truth))
    for user in seen:
        assert user.display_name == truth[user.id]["displayName"]
        assert user.account_enabled == truth[user.id]["accountEnabled"]
        assert [str(x.sku_id) for x in user.assigned_licenses] == [x["skuId"] for x in truth[user.id]["assignedLicenses"]]

    delta = await graph.users.delta.get()
    while delta.odata_next_link:
        delta = await graph.users.delta.with_url(delta.odata_next_link).get()
    assert delta.odata_delta_link

    created = await graph.users.post(
        User(
            account_enabled=True,
            display_name="Ny Bruker",
            mail_nickname="ny.bruker",
            user_principal_name="ny.bruker@fjordlys.example",
            usage_location="NO",
            password_profile=PasswordProfile(password="Fjord-8-Lys", force_change_password_next_sign_in=True),
        )
    )
    person = graph.users.by_user_id(created.id)
    await person.patch(User(job_title="Sjef"))
    changed = await person.get()
    assert changed.job_title == "Sjef", changed
    skus = (await graph.subscribed_skus.get()).value
    power_bi = next(s for s in skus if s.sku_part_number == "POWER_BI_PRO")
    body = AssignLicensePostRequestBody(add_licenses=[AssignedLicense(sku_id=power_bi.sku_id, disabled_plans=[])], remove_licenses=[])
    licensed = await person.assign_license.post(body)
    assert [x.sku_id for x in licensed.assigned_licenses] == [power_bi.sku_id]
    await person.delete()
    try:
        await person.get()
        raise AssertionError("a deleted user was found")
    except APIError as error:
        assert error.response_status_code == 404 and error.error.code == "Request_ResourceNotFound", error
    restored = await graph.directory.deleted_items.by_directory_object_id(created.id).restore.post()
    assert restored.id == created.id

    organization = (await graph.organization.get()).value[0]
    assert any(d.is_default for d in organization.verified_domains)
    domains = (await graph.domains.get()).value
    assert any(d.password_validity_period_in_days == 2147483647 for d in domains)
    assert (await graph.directory.subscriptions.get()).value
    assert (await graph.directory.on_premises_synchronization.get()).value[0].features.password_sync_enabled
    group = (await graph.groups.get()).value[0]
    assert (await graph.groups.by_group_id(group.id).members.get()).value
    assert (await graph.me.get()).user_principal_name
    to = Recipient(email_address=EmailAddress(address="kari@example.org"))
    mail = Message(subject="Hei", body=ItemBody(content_type=BodyType.Text, content="Tekst"), to_recipients=[to])
    await graph.me.send_mail.post(SendMailPostRequestBody(message=mail, save_to_sent_items=False))
    sent = sim.get("/_sim/mails")["value"]
    assert [(m["subject"], m["recipients"], m["saved"]) for m in sent] == [("Hei", ["kari@example.org"], False)], sent
    deleted = await graph.directory.deleted_items.graph_user.get()
    assert deleted.value


# The lag of replicas has its own tests; here each read is to see the write before it.
with Simulator("--users", "120") as sim:
    httpx.post(f"{sim.graph}/_sim/lag?ms=0").raise_for_status()
    asyncio.run(run(sim))

print("msgraph-sdk: pages, delta, create, update, licence, delete, restore, mail, small collections, errors")
