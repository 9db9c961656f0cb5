// The web UI as its command starts it, in a process of its own, and a page's way to ask it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { TextDecoderStream } from 'node:stream/web';

const command = path.resolve(import.meta.dirname, '../../../../dist/cli/main.js');

export class Server {
  /** All that run: a part that fails does not stop its own. */
  static #running = new Set();

  static async stopAll() {
    await Promise.all([...Server.#running].map((server) => server.stop()));
  }

  #child;
  #cookie;
  #secret;

  /** Resolves when it has printed its address. `startMs`: how long that took. */
  static async start(bootstrapServers, { nodeArgs = [] } = {}) {
    const server = new Server();
    const begun = performance.now();
    const args = [...nodeArgs, command, 'ui', '-b', bootstrapServers, '--port', '0', '--no-open'];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    server.#child = child;
    Server.#running.add(server);
    let printed = '';
    for await (const text of child.stdout.setEncoding('utf8')) {
      printed += text;
      if (printed.includes('\n')) break;
    }
    server.startMs = performance.now() - begun;
    const [address, token] = printed.trim().split('#t=');
    if (token === undefined) throw new Error(`kafka-napi ui has not started: ${printed}`);
    // What the tests' visitor of the page needs.
    server.ui = { url: address, token };
    const signedIn = await server.#fetch('POST', 'session', { token }, {});
    server.#cookie = signedIn.headers.get('set-cookie').split(';')[0];
    server.#secret = (await signedIn.json()).secret;
    return server;
  }

  get pid() {
    return this.#child.pid;
  }

  /** Bytes of memory that the process has at present. */
  get rss() {
    return memoryOf(this.pid);
  }

  /** Seconds of the processor that it has used. */
  get cpu() {
    const fields = readFileSync(`/proc/${this.pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  }

  async ask(method, where, body) {
    const answer = await this.#fetch(method, where, body, { Cookie: this.#cookie, 'X-Kafka-UI': this.#secret });
    const text = await answer.text();
    if (answer.status >= 400) throw new Error(`${method} ${where}: ${answer.status} ${text}`);
    return text === '' ? null : JSON.parse(text);
  }

  get(where) {
    return this.ask('GET', where);
  }

  /** Reads a stream, and calls `on` for each event with the time since it was asked for. @returns The last event. */
  async stream(where, body, on = () => undefined, signal = undefined) {
    const begun = performance.now();
    const headers = { Cookie: this.#cookie, 'X-Kafka-UI': this.#secret };
    const answer = await this.#fetch('POST', where, body, headers, signal);
    if (answer.status !== 200) throw new Error(`${where}: ${answer.status} ${await answer.text()}`);
    let rest = '';
    let last;
    for await (const text of answer.body.pipeThrough(new TextDecoderStream())) {
      const blocks = (rest + text).split('\n\n');
      rest = blocks.pop();
      for (const block of blocks) {
        const found = /^event: (\w+)\ndata: (.*)$/.exec(block);
        if (found === null) continue;
        last = { name: found[1], data: JSON.parse(found[2]), ms: performance.now() - begun };
        on(last);
      }
    }
    return last;
  }

  async stop() {
    Server.#running.delete(this);
    this.#child.kill('SIGINT');
    if (this.#child.exitCode === null) await once(this.#child, 'exit');
  }

  #fetch(method, where, body, headers, signal) {
    return fetch(`${this.ui.url}api/v1/${where}`, {
      method,
      headers: { ...headers, 'Sec-Fetch-Site': 'same-origin', 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
  }
}

/** Bytes of memory of a process, from Linux. */
function memoryOf(pid) {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) * 1024;
}
