// The services under test: those of ./patchline up, a second ingest replica where it is asked for, and a way in between that can be cut.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';

export const sleep = (millis) => new Promise((done) => setTimeout(done, millis));

/** Waits until the task answers with something; fails with what it was about. */
export async function until(what, task, within = 30_000) {
  const end = Date.now() + within;
  while (Date.now() < end) {
    const answer = await task().catch(() => undefined);
    if (answer) {
      return answer;
    }
    await sleep(200);
  }
  throw new Error('not within ' + within / 1000 + ' s: ' + what);
}

export function require(condition, what) {
  if (!condition) {
    throw new Error(what);
  }
}

export class Site {
  #children = [];
  #ways = [];

  static async find() {
    const site = new Site();
    site.root = process.env.ROOT;
    site.state = process.env.STATE ?? site.root + '/.patchline';
    site.port = Number(fs.readFileSync(site.state + '/run/ingest.port', 'utf8'));
    site.token = fs.readFileSync(site.state + '/token', 'utf8').trim();
    site.base = 'http://localhost:' + site.port;
    return site;
  }

  async call(method, path, body, { base = this.base, headers = {} } = {}) {
    const response = await fetch(base + path, {
      method,
      headers: { Authorization: 'Bearer ' + this.token, 'Content-Type': 'application/json', ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) {
      throw new Error(`${method} ${path}: ${response.status} ${text}`);
    }
    return text.startsWith('{') ? JSON.parse(text) : text;
  }

  get = (path, how) => this.call('GET', path, undefined, how);

  /** Submits, and waits for the end where that is asked for. */
  submit(patch, wait = 0) {
    return this.call('POST', '/webhook', patch, { headers: wait ? { Prefer: 'wait=' + wait } : {} });
  }

  command(id, script, more = {}) {
    return { id, role: 'command_patch', target_file: id + '.txt', patch: script, ...more };
  }

  link = async (base = this.base) => (await this.call('POST', '/v1/session/codes', {}, { base })).link.replace(/^[a-z]+:\/\/[^/]+/, '');

  /** Another ingest replica on the same broker and tokens; answers with its port. */
  async replica() {
    const port = await freePort();
    const app = this.root + '/ingest-service/target/quarkus-app/quarkus-run.jar';
    const log = fs.openSync(process.env.NODE_MODULES + '/../replica.log', 'a');
    const child = spawn(process.env.JAVA_HOME ? process.env.JAVA_HOME + '/bin/java' : 'java', ['-jar', app], {
      env: {
        ...process.env,
        PATCHLINE_HTTP_PORT: String(port),
        PATCHLINE_BROKER_URL_FILE: this.state + '/ingest-broker-url',
        PATCHLINE_ACCESS_TOKENS_FILE: this.state + '/tokens',
        PATCHLINE_BROKER_DECLARE: 'false',
      },
      stdio: ['ignore', log, log],
    });
    this.#children.push(child);
    await until('the replica is ready', async () => (await fetch(`http://localhost:${port}/q/health/ready`)).ok, 240_000); // a JVM that starts beside others; nothing is measured here
    return { port, kill: () => child.kill('SIGKILL') };
  }

  /** A way in whose connections can be cut, and which goes to the first of its ports that answers. */
  async way(...ports) {
    const way = new Way(ports);
    this.#ways.push(way);
    await way.open();
    return way;
  }

  async close() {
    this.#ways.forEach((way) => way.close());
    this.#children.forEach((child) => child.kill('SIGTERM'));
  }
}

class Way {
  #ports;
  #sockets = new Set();
  #server;
  isCut = false;

  constructor(ports) {
    this.#ports = ports;
  }

  open() {
    this.#server = net.createServer((socket) => this.#accept(socket));
    return new Promise((done) => this.#server.listen(0, '127.0.0.1', () => {
      this.base = 'http://localhost:' + this.#server.address().port;
      done();
    }));
  }

  #accept(socket) {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => {});
    if (this.isCut) {
      return; // as a network that is gone: nothing answers
    }
    this.#connect(socket, [...this.#ports]);
  }

  #connect(socket, [port, ...others]) {
    const target = net.connect(port, '127.0.0.1');
    let there = false;
    target.on('connect', () => {
      there = true;
      socket.pipe(target).pipe(socket);
    });
    target.on('error', () => (!there && others.length ? this.#connect(socket, others) : socket.destroy()));
    target.on('close', () => there && !this.isCut && socket.destroy());
    socket.on('close', () => target.destroy());
    socket.target = target;
  }

  /** Nothing goes through any more, and nobody is told. */
  cut() {
    this.isCut = true;
    for (const socket of this.#sockets) {
      socket.unpipe();
      socket.target?.unpipe();
      socket.target?.destroy();
      socket.pause();
    }
  }

  mend() {
    this.isCut = false;
  }

  close() {
    this.#server.close();
    this.#sockets.forEach((socket) => socket.destroy());
  }
}

const freePort = () => new Promise((done) => {
  const server = net.createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => done(port));
  });
});
