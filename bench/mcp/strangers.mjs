// Clients that others wrote, against the endpoint: each of the protocol's SDKs, the OpenAI Agents SDK, the inspector's command line and the conformance scenarios that need no fixtures.
//   node strangers.mjs http://localhost:5555/mcp TOKEN-FILE
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { withToken } from './proxy.mjs';

const [url, tokenFile] = process.argv.slice(2);
const token = readFileSync(tokenFile, 'utf8').trim();
const headers = { Authorization: `Bearer ${token}` };
const run = promisify(execFile);
const here = join(dirname(new URL(import.meta.url).pathname), 'node_modules');
const stamp = Date.now().toString(36);
let failed = 0;

async function check(name, test) {
  const began = Date.now();
  try {
    console.log(`ok    ${name}  (${await test() ?? ''}${Date.now() - began} ms)`);
  } catch (error) {
    failed++;
    console.log(`FAIL  ${name}\n      ${String(error.stack ?? error).split('\n').slice(0, 6).join('\n      ')}`);
  }
}

function expect(condition, message) {
  if (!condition) throw new Error(message);
}

const command = id => ({ id: `${id}-${stamp}`, command: 'echo from a stranger', wait_seconds: 30 });

await check('@modelcontextprotocol/sdk: initialize, list, call, structured output', async () => {
  const { Client } = await import('@modelcontextprotocol/sdk/client/index.js');
  const { StreamableHTTPClientTransport } = await import('@modelcontextprotocol/sdk/client/streamableHttp.js');
  const client = new Client({ name: 'strangers-sdk', version: '1' });
  await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }));
  const { tools } = await client.listTools();
  expect(tools.length >= 9, `${tools.length} tools`);
  const result = await client.callTool({ name: 'submit_patch', arguments: command('sdk') });
  expect(result.structuredContent.state === 'succeeded', JSON.stringify(result));
  const failure = await client.callTool({ name: 'submit_patch', arguments: { id: `sdk-f-${stamp}`, command: 'exit 3', wait_seconds: 30 } });
  expect(failure.isError && failure.structuredContent.code === 'command_failed', JSON.stringify(failure));
  await client.close();
  return `${tools.length} tools, `;
});

for (const mode of ['auto', 'legacy', { pin: '2026-07-28' }]) {
  await check(`@modelcontextprotocol/client: versionNegotiation ${JSON.stringify(mode)}`, async () => {
    const { Client, StreamableHTTPClientTransport } = await import('@modelcontextprotocol/client');
    const client = new Client({ name: 'strangers-client', version: '1' }, { versionNegotiation: { mode } });
    await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }));
    const { tools } = await client.listTools();
    expect(tools.length >= 9, `${tools.length} tools`);
    const result = await client.callTool({ name: 'submit_patch', arguments: command(`client-${JSON.stringify(mode).replace(/\W/g, '')}`) });
    expect(result.structuredContent.state === 'succeeded', JSON.stringify(result));
    const version = client.getNegotiatedProtocolVersion?.() ?? '';
    await client.close();
    return `${version}, `;
  });
}

for (const mode of ['legacy', { pin: '2026-07-28' }]) {
  await check(`@modelcontextprotocol/ext-tasks: submit_patch as a task, to its end, ${JSON.stringify(mode)}`, async () => {
    const { Client, StreamableHTTPClientTransport } = await import('@modelcontextprotocol/client');
    const { createTaskSessionFromClient, resultFromTaskOutcome, toolDeclarationFromMcpTool } = await import('@modelcontextprotocol/ext-tasks/client');
    const clientInfo = { name: 'strangers-tasks', version: '1' };
    const clientCapabilities = { extensions: { 'io.modelcontextprotocol/tasks': {} } };
    const client = new Client(clientInfo, { versionNegotiation: { mode } });
    await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }));
    let last = 0;
    const rawDispatch = async request => {
      const name = request.params?.name ?? request.params?.taskId;
      const answer = await fetch(url, {
        method: 'POST',
        headers: { ...headers, 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream', 'MCP-Protocol-Version': '2026-07-28', 'Mcp-Method': request.method, ...(name ? { 'Mcp-Name': name } : {}) },
        body: JSON.stringify({ jsonrpc: '2.0', id: ++last, ...request }),
      });
      return answer.json();
    };
    const raw = mode === 'legacy' ? {} : { rawDispatch, v2RequestFraming: { protocolVersion: '2026-07-28', clientInfo, clientCapabilities } };
    const session = createTaskSessionFromClient(client, { endpointId: 'patchline', ...raw });
    const execution = await session.callTool('submit_patch', { id: `tasks-${JSON.stringify(mode).replace(/\W/g, '')}-${stamp}`, command: 'for i in 1 2 3; do echo $i; sleep 1; done' }, { task: { preference: 'prefer' }, declaration: toolDeclarationFromMcpTool((await client.listTools()).tools.find(tool => tool.name === 'submit_patch')) });
    const { outcome } = await execution.settle();
    const result = resultFromTaskOutcome(outcome);
    await session.close();
    expect(result.structuredContent.state === 'succeeded', JSON.stringify(result));
    return `${outcome.kind ?? outcome.status ?? ''} `;
  });
}

await check('@openai/agents: the tools of a model run', async () => {
  const { MCPServerStreamableHttp } = await import('@openai/agents');
  const server = new MCPServerStreamableHttp({ url, name: 'patchline', requestInit: { headers } });
  await server.connect();
  const tools = await server.listTools();
  const result = await server.callTool('submit_patch', command('agents'));
  await server.close();
  expect(JSON.stringify(result).includes('succeeded'), JSON.stringify(result));
  return `${tools.length} tools, `;
});

await check('@modelcontextprotocol/inspector --cli --strict', async () => {
  const inspector = join(dirname(createRequire(import.meta.url).resolve('@modelcontextprotocol/inspector/package.json')), 'package.json');
  const bin = JSON.parse(readFileSync(inspector)).bin;
  const script = join(dirname(inspector), typeof bin === 'string' ? bin : Object.values(bin)[0]);
  const inspect = (...more) => run(process.execPath, [script, '--cli', url, '--transport', 'http', '--header', `Authorization: Bearer ${token}`, ...more]);
  const { stdout } = await inspect('--method', 'tools/list', '--strict');
  expect(stdout.includes('submit_patch'), stdout);
  const called = await inspect('--method', 'tools/call', '--tool-name', 'list_patches', '--tool-arg', 'limit=1');
  expect(called.stdout.includes('matched'), called.stdout);
});

const proxy = await withToken(url, token);
for (const scenario of ['server-initialize', 'ping', 'tools-list', 'server-sse-multiple-streams', 'dns-rebinding-protection']) {
  await check(`@modelcontextprotocol/conformance: ${scenario}`, async () => {
    const { stdout } = await run(process.execPath, [join(here, '@modelcontextprotocol/conformance/dist/index.js'), 'server', '--url', proxy.url, '--scenario', scenario])
      .catch(error => { throw new Error(`${error.stdout}\n${error.stderr}`.slice(-1500)); });
    return `${stdout.match(/(\d+\/\d+) passed|Passed: \d+\/\d+/)?.[0] ?? ''} `;
  });
}
proxy.close();
process.exit(failed ? 1 : 0);
