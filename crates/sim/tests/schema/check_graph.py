"""The simulator's Graph answers as TypeScript literals, for tsc to check against @microsoft/microsoft-graph-types."""

import json
import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "clients"))
from simulator import Simulator  # noqa: E402


def plain(value):
    """Without annotations, which the types do not have."""
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items() if "@" not in k}
    return [plain(v) for v in value] if isinstance(value, list) else value


work = Path(os.environ["KONTOR_SCHEMA_WORK"])
with Simulator("--users", "60", "--tenants", "3") as sim:
    of_partner = [
        ("DelegatedAdminRelationship", sim.every("/v1.0/tenantRelationships/delegatedAdminRelationships")),
        ("DelegatedAdminCustomer", sim.every("/v1.0/tenantRelationships/delegatedAdminCustomers")),
        ("Contract", sim.every("/v1.0/contracts")),
    ]
with Simulator("--users", "100") as sim:
    owner = next(s["ownerTenantId"] for s in sim.every("/v1.0/directory/subscriptions") if s["ownerTenantId"])
    everything = ",".join(n for n in sim.get("/_sim/state/users")["value"][0])
    group = sim.every("/v1.0/groups")[0]["id"]
    user = next(u["id"] for u in sim.get("/_sim/state/users")["value"] if u["assignedLicenses"])
    methods = sim.get("/v1.0/policies/authenticationMethodsPolicy")
    # Each method is of a type of its own, which the list's does not know.
    of_methods = [
        (one["@odata.type"].removeprefix("#microsoft.graph.")[:1].upper() + one["@odata.type"].removeprefix("#microsoft.graph.")[1:], [one])
        for one in methods.pop("authenticationMethodConfigurations")
    ]
    answers = of_partner + of_methods + [
        ("TenantInformation", [sim.get(f"/v1.0/tenantRelationships/findTenantInformationByTenantId(tenantId='{owner}')")]),
        ("User", sim.every(f"/v1.0/users?$select={everything}&$top=999")),
        ("User", sim.every("/v1.0/users")),
        ("User", sim.every("/v1.0/directory/deletedItems/microsoft.graph.user")),
        ("User", sim.every(f"/v1.0/groups/{group}/members")),
        ("User", [sim.get("/v1.0/me")]),
        ("User", [u for u in sim.every("/v1.0/users/delta") if "@removed" not in u]),
        ("LicenseDetails", sim.every(f"/v1.0/users/{user}/licenseDetails")),
        ("Organization", sim.every("/v1.0/organization")),
        ("Domain", sim.every("/v1.0/domains")),
        ("SubscribedSku", sim.every("/v1.0/subscribedSkus")),
        ("CompanySubscription", sim.every("/v1.0/directory/subscriptions")),
        ("OnPremisesDirectorySynchronization", sim.every("/v1.0/directory/onPremisesSynchronization")),
            ("Group", sim.every("/v1.0/groups")),
        ("Group", sim.every("/v1.0/groups?$select=id,assignedLicenses,licenseProcessingState,hasMembersWithLicenseErrors")),
        ("Group", sim.every("/v1.0/groups/delta?$select=displayName,membershipRule,assignedLicenses,licenseProcessingState")),
        ("DirectoryRole", sim.every("/v1.0/directoryRoles")),
        ("UnifiedRoleAssignment", sim.every("/v1.0/roleManagement/directory/roleAssignments?$expand=roleDefinition")),
        ("ServiceHealth", sim.every("/v1.0/admin/serviceAnnouncement/healthOverviews?$expand=issues")),
        ("ServiceHealthIssue", sim.every("/v1.0/admin/serviceAnnouncement/issues")),
        ("AuthorizationPolicy", [sim.get("/v1.0/policies/authorizationPolicy")]),
        ("AuthenticationMethodsPolicy", [methods]),
        ("UnifiedRoleDefinition", sim.every("/v1.0/roleManagement/directory/roleDefinitions")),
    ]

kinds = sorted({kind for kind, _ in answers})
lines = [f'import type {{ {", ".join(kinds)} }} from "@microsoft/microsoft-graph-types";']
total = 0
for i, (kind, items) in enumerate(answers):
    assert items, f"nothing to check for {kind} ({i})"
    # One declaration an object: a literal in one is checked for unknown properties, and tsc need not unite their types.
    for j, item in enumerate(items):
        total += 1
        lines.append(f"export const {kind}_{i}_{j}: {kind} = {json.dumps(plain(item), ensure_ascii=False)};")
options = {"noEmit": True, "strict": True, "module": "esnext", "moduleResolution": "bundler", "types": []}
(work / "tsconfig.json").write_text(json.dumps({"compilerOptions": options, "files": ["answers.ts"]}))


def tsc(text):
    (work / "answers.ts").write_text(text)
    command = ["node", "node_modules/typescript/bin/tsc", "--project", ".", "--pretty", "false"]
    return subprocess.run(command, cwd=work, capture_output=True, text=True)


done = tsc("\n".join(lines))
if done.returncode:
    sys.exit(done.stdout[:4000])
# The check itself is checked: an unknown property and a wrong type must be found.
for wrong in ("{ nonsense: 1 }", "{ accountEnabled: 1 }"):
    assert tsc(f"{lines[0]}\nexport const wrong: User = {wrong};").returncode, wrong
print(f"microsoft-graph-types: {total} objects of {len(kinds)} types")
