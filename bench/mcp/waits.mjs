// 200 calls of wait_for_patch at once, in rounds: every call is answered with the patch's end, and the service's memory does not grow with the rounds.
import { readFileSync } from 'node:fs';
import http from 'node:http';

const [url, tokenFile, pidFile] = process.argv.slice(2);
const CALLS = 200, ROUNDS = 8, UNCOUNTED = 2, SECONDS = 10, MOST_GROWTH_MB = 25;
const token = readFileSync(tokenFile, 'utf8').trim();
const pid = readFileSync(pidFile, 'utf8').trim().split(' ')[0];
const agent = new http.Agent({ keepAlive: true, maxSockets: CALLS });
const residentMb = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;

let number = 0;
function tool(name, args) {
  const body = JSON.stringify({ jsonrpc: '2.0', id: ++number, method: 'tools/call', params: { name, arguments: args } });
  const headers = {
    authorization: `Bearer ${token}`, 'content-type': 'application/json', accept: 'application/json, text/event-stream',
    'mcp-protocol-version': '2025-11-25', 'content-length': Buffer.byteLength(body),
  };
  return new Promise((resolve, reject) => {
    const request = http.request(url, { method: 'POST', agent, headers, timeout: 120_000 }, response => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', chunk => { text += chunk; });
      response.on('end', () => {
        if (response.statusCode !== 200) reject(new Error(`${response.statusCode} ${text.slice(0, 300)}`));
        else resolve(JSON.parse(text).result.structuredContent);
      });
    });
    request.on('timeout', () => request.destroy(new Error('no answer within 120 s')));
    request.on('error', reject);
    request.end(body);
  });
}

const peaks = [];
for (let round = 1; round <= ROUNDS; round++) {
  const id = `waits-${Date.now()}-${round}`;
  const sent = await tool('submit_patch', { id, lane: 'waits', command: `sleep ${SECONDS}`, wait_seconds: 0 });
  if (sent.id !== id) throw new Error(`not accepted: ${JSON.stringify(sent)}`);
  let peak = residentMb();
  const sampler = setInterval(() => { peak = Math.max(peak, residentMb()); }, 500);
  const began = Date.now();
  const ends = await Promise.all(Array.from({ length: CALLS }, () => waitToTheEnd(id)));
  clearInterval(sampler);
  const wrong = ends.filter(end => end.state !== 'succeeded');
  if (wrong.length > 0) throw new Error(`${wrong.length} of ${CALLS} waits were answered otherwise, such as ${JSON.stringify(wrong[0])}`);
  peaks.push(peak);
  console.log(`round ${round}: ${CALLS} waits answered "succeeded" after ${((Date.now() - began) / 1000).toFixed(1)} s; ingest at most ${peak.toFixed(0)} MB resident`);
}
agent.destroy();
// At first the JVM touches its young generation for the first time.
const counted = peaks.slice(UNCOUNTED);
const growth = Math.max(...counted.slice(3)) - Math.max(...counted.slice(0, 3));
console.log(`waits: rounds 6 to 8 need ${growth.toFixed(1)} MB more than rounds 3 to 5 (at most ${MOST_GROWTH_MB})`);
process.exit(growth > MOST_GROWTH_MB ? 1 : 0);

async function waitToTheEnd(id) {
  for (;;) {
    const told = await tool('wait_for_patch', { id });
    if (!['queued', 'running', 'retrying'].includes(told.state)) return told;
  }
}
