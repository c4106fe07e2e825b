// The real Claude Code and Codex, driven by a scripted model, against the endpoint: a refusal and its correction, a command of three minutes read in pieces while ingest is killed -9 and restarted, a failure that
// is found among the dead letters and replayed corrected. Prints a transcript; exit 1 where one of these does not come about.
//   node agents.mjs claude|codex http://localhost:5555/mcp TOKEN-FILE KILL-COMMAND [SECONDS]
import { spawn, execFile } from 'node:child_process';
import { mkdtempSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { scriptedModel } from './model.mjs';

const [agent, url, tokenFile, kill, seconds = '180'] = process.argv.slice(2);
const token = readFileSync(tokenFile, 'utf8').trim();
const stamp = Date.now().toString(36);
const home = mkdtempSync(join(tmpdir(), `patchline-${agent}-`));
const bin = join(new URL('.', import.meta.url).pathname, 'node_modules/.bin');
const began = Date.now();
const seen = {};
const FINAL = ['succeeded', 'failed', 'timed_out', 'refused', 'cancelled', 'interrupted', 'declined'];

const short = text => text.length <= 420 ? text : `${text.slice(0, 300)} … ${text.slice(-100)}`;
const line = text => console.log(`${String(Math.round((Date.now() - began) / 1000)).padStart(4)} s  ${text}`);
const log = {
  call: step => line(step.tool ? `→ ${step.tool} ${short(JSON.stringify(step.args))}` : `→ says: ${step.text}`),
  result: text => line(`← ${short(text.replace(/\s+/g, ' '))}`),
};

/** What the tool told, wherever in the text of the client it stands. */
function told(text) {
  for (let at = text.indexOf('{'); at >= 0; at = text.indexOf('{', at + 1)) {
    for (let end = text.lastIndexOf('}'); end > at; end = text.lastIndexOf('}', end - 1)) {
      try {
        const value = JSON.parse(text.slice(at, end + 1));
        return value.structuredContent ?? value.structured_content ?? (value.content?.[0]?.text ? told(value.content[0].text) : value);
      } catch { /* a shorter one may be JSON */ }
      if (text.length > 30_000) break;
    }
  }
  return {};
}

function* conversation() {
  if (agent === 'claude') {
    yield { builtin: true, tool: 'ToolSearch', args: { query: 'select:' + ['submit_patch', 'wait_for_patch', 'read_patch_output', 'list_dead_letters', 'replay_dead_letter', 'get_patch'].map(name => `mcp__patchline__${name}`).join(','), max_results: 10 } };
  }
  const refusal = told(yield { tool: 'submit_patch', args: { id: `file-${stamp}`, files: [{ path: 'greeting.txt', content_s: 'hello\n' }] } });
  seen.refusal = refusal.errors?.[0]?.pointer;
  const corrected = told(yield { tool: 'submit_patch', args: { id: `file-${stamp}`, files: [{ path: 'greeting.txt', contents: 'hello\n' }], wait_seconds: 20 } });
  seen.corrected = corrected.state;

  const long = `long-${stamp}`;
  const begun = Date.now();
  let state = told(yield { tool: 'submit_patch', args: { id: long, command: `for i in $(seq 1 ${seconds / 2}); do echo "line $i"; sleep 2; done`, timeout: '10m' } });
  seen.submitted = state.state;
  let cursor;
  let pieces = 0;
  let killed = false;
  while (!FINAL.includes(state.state) && Date.now() - begun < (Number(seconds) + 120) * 1000) {
    if (!killed && Date.now() - begun > Number(seconds) * 400) {
      killed = true;
      setTimeout(() => { line('**  ingest is killed -9 and started again'); execFile('bash', ['-c', kill], (error, out, err) => line(`**  ingest is back${error ? `: ${error} ${err}` : ''}`)); }, 3000);
    }
    state = told(yield { tool: 'wait_for_patch', args: { id: long, wait_seconds: 45 } });
    if (!state.state) yield { pause: 5000 };
    if (state.state && !FINAL.includes(state.state)) {
      const part = told(yield { tool: 'read_patch_output', args: { id: long, ...(cursor ? { cursor } : {}), max_chars: 4000 } });
      if (part.output) pieces++;
      cursor = part.next_cursor ?? cursor;
    }
  }
  seen.long = state.state;
  seen.pieces = pieces;
  seen.longSeconds = Math.round((Date.now() - begun) / 1000);
  let all = '';
  for (let place; ;) {
    const part = told(yield { tool: 'read_patch_output', args: { id: long, max_chars: 500, ...(place ? { cursor: place } : {}) } });
    all += part.output ?? '';
    if (!part.more) break;
    place = part.next_cursor;
  }
  seen.lines = all.split('\n').filter(text => text.startsWith('line ')).length;

  const fails = `fails-${stamp}`;
  const failure = told(yield { tool: 'submit_patch', args: { id: fails, command: 'test -f never-there', wait_seconds: 30 } });
  const failed = FINAL.includes(failure.state) ? failure : told(yield { tool: 'wait_for_patch', args: { id: fails, wait_seconds: 30 } });
  seen.failure = failed.code;
  seen.deadLetter = told(yield { tool: 'list_dead_letters', args: { id: fails } }).reason;
  const replay = told(yield { tool: 'replay_dead_letter', args: { id: fails, corrected: { command: 'test -f greeting.txt && cat greeting.txt' } } });
  seen.replayed = told(yield { tool: 'wait_for_patch', args: { id: replay.id, wait_seconds: 45 } }).state;
  yield { text: `All done: ${JSON.stringify(seen)}` };
}

function start(model) {
  if (agent === 'claude') {
    const config = join(home, 'mcp.json');
    writeFileSync(config, JSON.stringify({ mcpServers: { patchline: { type: 'http', url, headers: { Authorization: `Bearer ${token}` } } } }));
    return { command: join(bin, 'claude'), args: ['-p', 'Follow the script.', '--mcp-config', config, '--strict-mcp-config', '--allowedTools', 'mcp__patchline', 'ToolSearch', '--output-format', 'stream-json', '--verbose'],
      env: { HOME: home, ANTHROPIC_BASE_URL: model.url, ANTHROPIC_API_KEY: 'dummy', CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1' } };
  }
  mkdirSync(join(home, '.codex'));
  writeFileSync(join(home, '.codex/config.toml'), `
model = "scripted"
model_provider = "scripted"
[model_providers.scripted]
name = "scripted"
base_url = "${model.url}/v1"
wire_api = "responses"
env_key = "SCRIPTED_KEY"
[mcp_servers.patchline]
url = "${url}"
bearer_token_env_var = "PATCHLINE_TOKEN"
`);
  return { command: join(bin, 'codex'), args: ['exec', '--skip-git-repo-check', '--dangerously-bypass-approvals-and-sandbox', '--json', 'Follow the script.'], env: { HOME: home, CODEX_HOME: join(home, '.codex'), SCRIPTED_KEY: 'dummy', PATCHLINE_TOKEN: token } };
}

const model = await scriptedModel(conversation, log);
const { command, args, env } = start(model);
const { stdout: version } = await promisify(execFile)(command, ['--version'], { env: { ...process.env, ...env } });
line(`${agent} ${version.trim()} with a scripted model, at ${url}`);
const child = spawn(command, args, { cwd: home, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
let output = '';
child.stdout.on('data', chunk => { output += chunk; });
child.stderr.on('data', chunk => { output += chunk; });
const code = await new Promise(resolve => child.on('close', resolve));
writeFileSync(join(home, 'output'), output);
await model.close();

const wanted = { refusal: /^\/files\/0/, corrected: /succeeded/, long: /succeeded/, lines: new RegExp(`^${seconds / 2}$`), failure: /command_failed/, deadLetter: /command_failed/, replayed: /succeeded/ };
const missing = Object.entries(wanted).filter(([name, pattern]) => !pattern.test(String(seen[name]))).map(([name]) => name);
line(missing.length ? `FAIL  ${missing.join(', ')}; ${agent} ended with ${code}; its output: ${join(home, 'output')}` : `ok    ${agent}: ${JSON.stringify(seen)}`);
process.exit(missing.length ? 1 : 0);
