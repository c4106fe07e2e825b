// node login.mjs URL TOKEN-FILE: see run.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import * as oauth from 'oauth4webapi';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { UnauthorizedError } from '@modelcontextprotocol/sdk/client/auth.js';
import { consent } from './browser.mjs';

const [base, tokenFile] = process.argv.slice(2);
const token = readFileSync(tokenFile, 'utf8').trim();
const resource = new URL('/mcp-oauth', base);
const redirectUri = 'http://127.0.0.1:49152/callback';
const options = { [oauth.allowInsecureRequests]: true };
let failed = 0;

async function check(name, test) {
  try {
    console.log(`ok    ${name}  ${(await test()) ?? ''}`);
  } catch (error) {
    failed++;
    console.log(`FAIL  ${name}\n      ${String(error.stack ?? error).split('\n').slice(0, 6).join('\n      ')} ${JSON.stringify(error.cause ?? '')}`);
  }
}

function expect(condition, message) {
  if (!condition) throw new Error(message);
}

async function mcp(accessToken) {
  const answer = await fetch(resource, {
    method: 'POST',
    headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json', accept: 'application/json, text/event-stream', 'mcp-protocol-version': '2025-11-25' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} }),
  });
  return { status: answer.status, challenge: answer.headers.get('www-authenticate') ?? '', body: await answer.text() };
}

// From nothing but the address: 401, the resource's metadata, the server's metadata.
async function discovered() {
  const { status, challenge } = await mcp('none');
  expect(status === 401, `without a token ${status}`);
  const metadata = new URL(/resource_metadata="([^"]*)"/.exec(challenge)[1]);
  expect(metadata.pathname === '/.well-known/oauth-protected-resource/mcp-oauth', challenge);
  const guarded = await oauth.processResourceDiscoveryResponse(resource, await oauth.resourceDiscoveryRequest(resource, options));
  const issuer = new URL(guarded.authorization_servers[0]);
  return oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...options }));
}

async function login(server, client) {
  const verifier = oauth.generateRandomCodeVerifier();
  const state = oauth.generateRandomState();
  const url = new URL(server.authorization_endpoint);
  for (const [name, value] of Object.entries({
    client_id: client.client_id,
    redirect_uri: redirectUri,
    response_type: 'code',
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    scope: 'read submit',
    resource: resource.href,
  })) url.searchParams.set(name, value);
  const answer = oauth.validateAuthResponse(server, client, await consent(url, token), state);
  const parameters = { additionalParameters: { resource: resource.href }, ...options };
  const tokens = await oauth.processAuthorizationCodeResponse(
    server,
    client,
    await oauth.authorizationCodeGrantRequest(server, client, oauth.None(), answer, redirectUri, verifier, parameters),
  );
  expect((await mcp(tokens.access_token)).status === 200, 'the first access token is no good');
  return tokens;
}

const refreshed = async (server, client, refreshToken) =>
  oauth.processRefreshTokenResponse(server, client, await oauth.refreshTokenGrantRequest(server, client, oauth.None(), refreshToken, options));

async function life(server, client) {
  const first = await login(server, client);
  const second = await refreshed(server, client, first.refresh_token);
  expect((await mcp(second.access_token)).status === 200, 'the second access token is no good');
  const reused = await refreshed(server, client, first.refresh_token).then(() => 'taken', error => error.error);
  expect(reused === 'invalid_grant', `a refresh token used twice: ${reused}`);
  expect((await mcp(second.access_token)).status === 401, 'the grant lives on after the reuse');

  const other = await login(server, client);
  await oauth.processRevocationResponse(await oauth.revocationRequest(server, client, oauth.None(), other.refresh_token, options));
  expect((await mcp(other.access_token)).status === 401, 'the grant lives on after it was revoked');
  return `scope ${other.scope}, expires in ${other.expires_in} s`;
}

await check('oauth4webapi: registered', async () => {
  const server = await discovered();
  const client = await oauth.processDynamicClientRegistrationResponse(
    await oauth.dynamicClientRegistrationRequest(server, { client_name: 'bench/oauth', redirect_uris: ['http://127.0.0.1/callback'], token_endpoint_auth_method: 'none' }, options),
  );
  return life(server, client);
});

await check('oauth4webapi: described by a document', async () => {
  const server = await discovered();
  expect(server.client_id_metadata_document_supported, 'documents are not supported');
  const site = createServer((request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ client_id: id(), client_name: 'bench/oauth', redirect_uris: [redirectUri], token_endpoint_auth_method: 'none' }));
  });
  await new Promise(listening => site.listen(0, '127.0.0.1', listening));
  const id = () => `http://127.0.0.1:${site.address().port}/client.json`;
  try {
    return await life(server, { client_id: id() });
  } finally {
    site.close();
  }
});

await check('oauth4webapi: a person who denies', async () => {
  const server = await discovered();
  const client = await oauth.processDynamicClientRegistrationResponse(
    await oauth.dynamicClientRegistrationRequest(server, { redirect_uris: [redirectUri], token_endpoint_auth_method: 'none' }, options),
  );
  const url = new URL(server.authorization_endpoint);
  url.search = new URLSearchParams({ client_id: client.client_id, redirect_uri: redirectUri, response_type: 'code', code_challenge_method: 'S256',
    code_challenge: await oauth.calculatePKCECodeChallenge(oauth.generateRandomCodeVerifier()) });
  const denied = await consent(url, token, 'deny');
  expect(denied.searchParams.get('error') === 'access_denied' && !denied.searchParams.has('code'), denied.href);
});

await check('@modelcontextprotocol/sdk: finds, registers, logs in, lists tools', async () => {
  const kept = {};
  let shown;
  const provider = {
    redirectUrl: redirectUri,
    clientMetadata: { client_name: 'MCP SDK', redirect_uris: [redirectUri], token_endpoint_auth_method: 'none', grant_types: ['authorization_code', 'refresh_token'], response_types: ['code'] },
    clientInformation: () => kept.client,
    saveClientInformation: client => void (kept.client = client),
    tokens: () => kept.tokens,
    saveTokens: tokens => void (kept.tokens = tokens),
    redirectToAuthorization: url => void (shown = url),
    saveCodeVerifier: verifier => void (kept.verifier = verifier),
    codeVerifier: () => kept.verifier,
  };
  const transport = new StreamableHTTPClientTransport(resource, { authProvider: provider });
  const first = await new Client({ name: 'bench-oauth', version: '1' }).connect(transport).then(() => 'let in', error => error);
  expect(first instanceof UnauthorizedError, `without a login: ${first}`);
  await transport.finishAuth((await consent(shown, token)).searchParams.get('code'));
  const client = new Client({ name: 'bench-oauth', version: '1' });
  await client.connect(new StreamableHTTPClientTransport(resource, { authProvider: provider }));
  const { tools } = await client.listTools();
  expect(tools.some(tool => tool.name === 'submit_patch') && !tools.some(tool => tool.name === 'replay_dead_letter'), tools.map(tool => tool.name).join());
  await client.close();
  return `${tools.length} tools with ${kept.tokens.scope}`;
});

process.exitCode = failed ? 1 : 0;
