"""Microsoft's msal, as published, signs in against the simulator over TLS."""

import msal
import requests

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

print("msal: client secret, device code, authorization code with PKCE, refresh, cache")
