// A certified OpenID provider of other people's making, at Entra's addresses, with a person who signs in and agrees at once.
// Takes the file with the certificate of an application. Prints where it is on its first line; each line that comes in is an address, which is opened as a browser does.
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import Provider from 'oidc-provider';
import { Prompt, base } from 'oidc-provider/lib/helpers/interaction_policy/index.js';

const tenant = '6f3a1f0a-2b51-4b8e-9c1c-0d4f1e2a3b4c';
const client = 'c7a8a0f2-5f0e-4c63-8a55-1b2c3d4e5f60';
const application = 'a4f1e6b0-8d52-4a7e-b3f9-6c0d1e2f3a4b';
const certificate = new X509Certificate(readFileSync(process.argv[2]));
const person = { sub: 'ingrid', oid: '0f0e0d0c-1111-4222-8333-444455556666', tid: tenant, name: 'Ingrid', preferred_username: 'ingrid@fjordlys.example' };

const server = createServer();
await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
const login = `http://127.0.0.1:${server.address().port}`;
const organisation = `/${tenant}`;

const policy = base();
policy.add(new Prompt({ name: 'select_account', requestable: true }));
const provider = new Provider(`${login}${organisation}/v2.0`, {
  clients: [
    {
      client_id: client,
      application_type: 'native',
      token_endpoint_auth_method: 'none',
      redirect_uris: ['http://localhost'],
      grant_types: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'],
      response_types: ['code'],
    },
    {
      client_id: application,
      token_endpoint_auth_method: 'private_key_jwt',
      token_endpoint_auth_signing_alg: 'PS256',
      jwks: { keys: [certificate.publicKey.export({ format: 'jwk' })] },
      redirect_uris: [],
      grant_types: ['client_credentials'],
      response_types: [],
    },
  ],
  scopes: ['openid', 'profile', 'offline_access', 'https://graph.microsoft.com/User.Read', 'https://graph.microsoft.com/.default'],
  claims: { openid: ['sub', 'tid', 'oid'], profile: ['name', 'preferred_username'] },
  conformIdTokenClaims: false,
  features: { clientCredentials: { enabled: true }, deviceFlow: { enabled: true }, devInteractions: { enabled: false } },
  findAccount: (_, id) => ({ accountId: id, claims: () => person }),
  issueRefreshToken: () => true,
  rotateRefreshToken: true,
  interactions: { policy, url: (_, interaction) => `${organisation}/person/${interaction.uid}` },
  pkce: { required: () => true },
  routes: {
    authorization: '/oauth2/v2.0/authorize',
    token: '/oauth2/v2.0/token',
    device_authorization: '/oauth2/v2.0/devicecode',
    code_verification: '/device',
    jwks: '/discovery/v2.0/keys',
  },
});
const answer = provider.callback();

server.on('request', async (request, response) => {
  const path = request.url.slice(organisation.length);
  if (!request.url.startsWith(organisation)) {
    response.writeHead(404).end();
  } else if (path.startsWith('/person/')) {
    const { prompt, params, grantId } = await provider.interactionDetails(request, response);
    if (prompt.name !== 'consent') {
      await provider.interactionFinished(request, response, { [prompt.name]: {}, login: { accountId: person.sub } });
      return;
    }
    const grant = (await provider.Grant.find(grantId)) ?? new provider.Grant({ accountId: person.sub, clientId: params.client_id });
    grant.addOIDCScope(params.scope);
    await provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } });
  } else {
    // Its own pages stand below the organisation, its discovery document below the version.
    // It grants offline_access only where consent is asked for; Entra needs no such word.
    request.url = path.replace(/^\/v2\.0(?=\/\.well-known)/, '').replace('prompt=select_account', 'prompt=select_account%20consent');
    request.originalUrl = `${organisation}${request.url}`;
    answer(request, response);
  }
});

/** Opens a page, follows where it leads, and sends the forms it holds. Gives the text of the last page. */
async function visit(address) {
  const cookies = new Map();
  let request = { url: address, init: {} };
  for (;;) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...request.init.headers, cookie };
    const page = await fetch(request.url, { ...request.init, headers, redirect: 'manual' });
    for (const set of page.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(set);
      cookies.set(name, value);
    }
    const next = page.headers.get('location');
    if (next) {
      request = { url: new URL(next, request.url).href, init: {} };
      continue;
    }
    const text = await page.text();
    const form = /<form[^>]*action="([^"]*)"[^>]*>([\s\S]*?)<\/form>/.exec(text);
    if (!form) return text;
    const fields = [...form[2].matchAll(/<input[^>]*>/g)].map(([input]) => {
      const part = (name) => new RegExp(`${name}="([^"]*)"`).exec(input)?.[1] ?? '';
      return [part('name'), part('value')];
    });
    request = { url: new URL(form[1], request.url).href, init: { method: 'POST', body: new URLSearchParams(fields.filter(([name]) => name)) } };
  }
}

console.log(JSON.stringify({ login, tenant, client, application }));
for await (const address of createInterface({ input: process.stdin })) console.log(JSON.stringify(await visit(address)));
server.close();
server.closeAllConnections();
