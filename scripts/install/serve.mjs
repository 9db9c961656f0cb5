// The server of registry.mjs, in a thread of its own: the test waits for package managers, which wait for this.
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';

/** Of each package: { manifest, dist, archive }. */
const entries = new Map(workerData.map((entry) => [entry.manifest.name, entry]));
let address;

const fileOf = ({ manifest }) => `-/${manifest.name}-${manifest.version}.tgz`;

function documentOf({ manifest, dist }) {
  const tarball = `${address}/-/${encodeURIComponent(manifest.name)}-${manifest.version}.tgz`;
  return {
    name: manifest.name,
    'dist-tags': { latest: manifest.version },
    versions: {
      [manifest.version]: { ...manifest, _id: `${manifest.name}@${manifest.version}`, dist: { ...dist, tarball } },
    },
    // A package manager may refuse what has just been published.
    time: { [manifest.version]: '2020-01-01T00:00:00.000Z' },
  };
}

const server = http.createServer((request, response) => {
  const where = decodeURIComponent(new URL(request.url, 'http://localhost').pathname).slice(1);
  const packed = [...entries.values()].find((entry) => where === fileOf(entry));
  if (packed) response.end(readFileSync(packed.archive));
  else if (entries.has(where)) {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(documentOf(entries.get(where))));
  } else {
    parentPort.postMessage({ missing: where });
    response.statusCode = 404;
    response.end('{}');
  }
});
server.listen(0, '127.0.0.1', () => {
  address = `http://127.0.0.1:${server.address().port}`;
  parentPort.postMessage({ address });
});
