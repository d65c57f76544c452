"""Microsoft's msal, as published, signs in against the simulator over TLS."""

import datetime

import msal
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from simulator import Simulator

with Simulator("--tls", "--users", "20") as sim:
    domain = "fjordlys.example"
    common = {"authority": f"{sim.login}/{domain}", "instance_discovery": False, "verify": sim.ca}

    confidential = msal.ConfidentialClientApplication("11111111-0000-4000-8000-000000000001", client_credential="s", **common)
    token = confidential.acquire_token_for_client(["https://graph.microsoft.com/.default"])
    assert "access_token" in token, token
    again = confidential.acquire_token_for_client(["https://graph.microsoft.com/.default"])
    assert again["token_source"] == "cache", again

    public = msal.PublicClientApplication("11111111-0000-4000-8000-000000000001", **common)
    flow = public.initiate_device_flow(["User.Read.All"])
    assert "user_code" in flow, flow
    signed_in = public.acquire_token_by_device_flow(flow)
    assert signed_in["id_token_claims"]["preferred_username"].endswith("@fjordlys.onmicrosoft.com"), signed_in
    account = public.get_accounts()[0]
    silent = public.acquire_token_silent(["User.Read.All"], account, force_refresh=True)
    assert silent["access_token"] != signed_in["access_token"], "refreshed"
    arm = public.acquire_token_silent(["https://management.azure.com/user_impersonation"], account)
    assert "access_token" in arm, "one refresh token serves every resource"

    code = public.initiate_auth_code_flow(["User.Read.All"], redirect_uri="http://localhost:9")
    redirect = requests.get(code["auth_uri"], verify=sim.ca, allow_redirects=False, timeout=30).headers["location"]
    answer = dict(part.split("=", 1) for part in redirect.split("?", 1)[1].split("&"))
    by_code = public.acquire_token_by_auth_code_flow(code, answer)
    assert "access_token" in by_code, by_code

    headers = {"Authorization": f"Bearer {by_code['access_token']}"}
    me = requests.get(f"{sim.graph}/v1.0/me", headers=headers, verify=sim.ca, timeout=30)
    assert me.status_code == 200 and me.json()["id"] == signed_in["id_token_claims"]["oid"]

    try:
        msal.PublicClientApplication("x", **{**common, "authority": f"{sim.login}/nobody.example"})
        raise AssertionError("an unknown tenant was accepted")
    except ValueError:
        pass

CLIENT = "11111111-0000-4000-8000-000000000001"
PARTNER_SCOPES = ["User.Read.All", "User.ReadWrite.All"]

with Simulator("--tls", "--users", "20", "--tenants", "3") as sim:
    options = {"instance_discovery": False, "verify": sim.ca}
    partner, customer, _ = sim.tenants
    at_home = msal.PublicClientApplication(CLIENT, authority=f"{sim.login}/organizations", **options)
    home = at_home.acquire_token_by_device_flow(at_home.initiate_device_flow(PARTNER_SCOPES))
    assert home["id_token_claims"]["tid"] == partner["id"], home
    away = msal.PublicClientApplication(CLIENT, authority=f"{sim.login}/{customer['id']}", **options)
    there = away.acquire_token_by_refresh_token(home["refresh_token"], PARTNER_SCOPES)
    assert there["id_token_claims"]["tid"] == customer["id"], there
    headers = {"Authorization": f"Bearer {there['access_token']}"}
    users = requests.get(f"{sim.graph}/v1.0/users?$select=userPrincipalName,userType", headers=headers, verify=sim.ca, timeout=30).json()
    assert any(user["userPrincipalName"].endswith("@" + customer["domain"]) for user in users["value"]), users

with Simulator("--tls", "--users", "20") as sim:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "client.example")])
    now = datetime.datetime.now(datetime.timezone.utc)
    unsigned = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + datetime.timedelta(days=1))
    certificate = unsigned.sign(key, hashes.SHA256())
    pem = certificate.public_bytes(serialization.Encoding.PEM).decode()
    app = {"client_id": CLIENT, "certificates": [pem]}
    requests.put(f"{sim.graph}/_sim/apps", json=app, verify=sim.ca, timeout=30).raise_for_status()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()).decode()
    options = {"authority": f"{sim.login}/fjordlys.example", "instance_discovery": False, "verify": sim.ca}
    credential = {"private_key": private, "public_certificate": pem}
    proved = msal.ConfidentialClientApplication(CLIENT, client_credential=credential, **options)
    token = proved.acquire_token_for_client(["https://graph.microsoft.com/.default"])
    assert "access_token" in token, token
    other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private = other.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()).decode()
    forged = msal.ConfidentialClientApplication(CLIENT, client_credential={**credential, "private_key": private}, **options)
    refused = forged.acquire_token_for_client(["https://graph.microsoft.com/.default"])
    assert refused["error_codes"] == [700027], refused

print("msal: client secret and certificate, device code, authorization code with PKCE, refresh, cache, a partner in its customer")
