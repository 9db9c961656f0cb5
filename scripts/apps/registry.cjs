// A schema registry of a few lines: subjects with one version each.
const http = require('node:http');

/** Starts one with the schemas that it has at first, by subject. Resolves with the server. */
function startRegistry(subjects = {}) {
  const schemas = Object.values(subjects);
  const names = Object.keys(subjects);
  const ofSubject = (name) => {
    const at = names.indexOf(name);
    return at < 0 ? undefined : { subject: name, version: 1, id: at + 1, schema: schemas[at] };
  };
  const answer = (request, body) => {
    const { method, url } = request;
    const [, number] = /\/schemas\/ids\/(\d+)/.exec(url) ?? [];
    if (number) return { schema: schemas[number - 1] };
    if (method === 'POST' && url.endsWith('/versions')) return { id: schemas.push(JSON.parse(body).schema) };
    if (method === 'PUT') return { compatibility: 'BACKWARD' };
    if (method !== 'GET') return undefined;
    if (url === '/subjects') return names;
    const [, name] = /^\/subjects\/([^/]+)\/versions\/(?:latest|1)$/.exec(url) ?? [];
    return ofSubject(name);
  };
  const server = http.createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      const found = answer(request, body);
      response.writeHead(found ? 200 : 404, { 'content-type': 'application/vnd.schemaregistry.v1+json' });
      response.end(JSON.stringify(found ?? { error_code: 40401, message: 'not found' }));
    });
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

const urlOf = (server) => `http://127.0.0.1:${server.address().port}`;

module.exports = { startRegistry, urlOf };
