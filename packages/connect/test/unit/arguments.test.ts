/** What cannot be used is refused at once, and nothing is sent. */
import { ConnectClient, type ConnectClientOptions } from '../../src/index';

const client = new ConnectClient({ urls: 'http://localhost:1' });
const any = client as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;

test.each<[string, unknown[], string]>([
  ['getConnector', [''], "getConnector: the name is ''. A name that can stand in a path is valid"],
  ['getConnector', ['..'], "getConnector: the name is '..'. A name that can stand in a path is valid"],
  ['getConnector', [7], 'getConnector: the name is a number. A string is valid'],
  ['getConnector', ['\ud800'], 'getConnector: the name holds half a surrogate pair. Well-formed Unicode is valid'],
  ['getConnector', ['a', { timeout: 1 }], "getConnector: unknown option 'timeout'. Valid options: timeoutMs, signal"],
  ['getConnector', ['a', { timeoutMs: -1 }], 'getConnector: timeoutMs is -1. A number of ms above 0 is valid'],
  ['getConnector', ['a', { signal: 1 }], 'getConnector: signal is a number. An AbortSignal is valid'],
  [
    'getConnector',
    ['a', new AbortController().signal],
    'getConnector: the options are an AbortSignal. { signal } is valid',
  ],
  ['createConnector', [undefined], 'createConnector: the connector is a undefined. An object is valid'],
  [
    'createConnector',
    [{ name: 'a', config: {}, state: 1 }],
    "createConnector: unknown member 'state'. Valid members: name, config, initial_state",
  ],
  [
    'createConnector',
    [{ name: 'a', config: {}, initial_state: 'paused' }],
    "createConnector: initial_state is 'paused'. RUNNING, PAUSED and STOPPED are valid",
  ],
  [
    'createConnector',
    [{ name: 'a', config: { name: 'b' } }],
    "createConnector: config.name is 'b', name is 'a'. The same, or no config.name, is valid",
  ],
  [
    'createConnector',
    [{ name: 'a', config: { x: null } }],
    "createConnector: property 'x' is null. A string, a finite number or a boolean is valid",
  ],
  [
    'createConnector',
    [{ name: 'a', config: { x: NaN } }],
    "createConnector: property 'x' is NaN. A string, a finite number or a boolean is valid",
  ],
  [
    'patchConnectorConfig',
    ['a', { x: {} }],
    "patchConnectorConfig: property 'x' is a object. A string, a finite number or a boolean, or null to delete it, is valid",
  ],
  [
    'restartConnector',
    ['a', { includeTasks: 'yes' }],
    'restartConnector: includeTasks is no boolean. true and false are valid',
  ],
  ['restartTask', ['a', 1.5], 'restartTask: the task is no index. An integer of 0 or more is valid'],
  [
    'listConnectors',
    [{ expand: 'status' }],
    "listConnectors: expand is not valid. ['info'], ['status'] and ['info', 'status'] are",
  ],
  [
    'alterConnectorOffsets',
    ['a', []],
    'alterConnectorOffsets: offsets is no list, or an empty one. [{ partition, offset }] is valid',
  ],
  [
    'alterConnectorOffsets',
    ['a', [{ partition: 1 }]],
    'alterConnectorOffsets: offsets[0].partition is a number. An object is valid',
  ],
  [
    'alterConnectorOffsets',
    ['a', [{ partition: {}, offset: { p: 2 ** 53 } }]],
    'alterConnectorOffsets: offsets[0].offset.p is 9007199254740992, a number that has lost digits. A bigint is valid',
  ],
  [
    'alterConnectorOffsets',
    ['a', [{ partition: { d: new Date() } }]],
    'alterConnectorOffsets: offsets[0].partition.d is no plain object. JSON is valid',
  ],
  [
    'alterConnectorOffsets',
    ['a', [{ partition: {}, offset: { p: undefined } }]],
    'alterConnectorOffsets: offsets[0].offset.p is undefined. Leave it out, or null is valid',
  ],
  ['setLevel', ['a', 'INFO', { scope: 'all' }], "setLevel: scope is not valid. 'worker' and 'cluster' are"],
])('%s %j', async (method, args, message) => {
  await expect(any[method]!(...args)).rejects.toMatchObject({ name: 'InvalidArgumentError', message });
});

test.each<[unknown, string]>([
  [{}, "ConnectClient: urls has something that is no address of a worker. 'http://localhost:8083' is valid"],
  [{ urls: [] }, "ConnectClient: urls is empty. At least one address is valid, as 'http://localhost:8083'"],
  [
    { urls: 'localhost:8083' },
    "ConnectClient: urls has something that is no address of a worker. 'http://localhost:8083' is valid",
  ],
  [
    { urls: 'http://a/?x' },
    'ConnectClient: the address http://a has a query or a fragment. Scheme, host, port and path are valid',
  ],
  [
    { url: 'http://a' },
    "ConnectClient: unknown option 'url'. Valid options: urls, username, password, headers, tls, timeoutMs, connectTimeoutMs, maxResponseBytes",
  ],
  [
    { urls: 'http://a', username: 'u' },
    'ConnectClient: username and password are not both strings. Give both, or none',
  ],
  [
    { urls: ['http://u:p@a', 'http://u:q@b'] },
    'ConnectClient: there are different users. Workers of one cluster take one user',
  ],
  [
    { urls: 'http://u:p@a', headers: { Authorization: 'x' } },
    'ConnectClient: there are both a user and an authorization header. One of them is valid',
  ],
  [
    { urls: 'http://a', headers: { 'x-a': 'sekret\n' } },
    'ConnectClient: header "x-a" is not valid. A token is a valid name, Latin-1 text a value',
  ],
  [
    { urls: 'http://a', headers: { Host: 'b' } },
    "ConnectClient: header 'Host' is set by the client. Valid: any but host, content-length, transfer-encoding, connection, accept, content-type",
  ],
  [
    { urls: 'http://a', maxResponseBytes: 0 },
    'ConnectClient: maxResponseBytes is no number of bytes. 1 or more is valid',
  ],
])('new ConnectClient(%j)', (options, message) => {
  expect(() => new ConnectClient(options as ConnectClientOptions)).toThrow(
    expect.objectContaining({ name: 'InvalidArgumentError', message }) as Error,
  );
});
