import { inspect } from 'node:util';
import { TimeoutError } from 'kafka-napi';

import {
  type CallOptions,
  checkConfig,
  checkObject,
  checkWait,
  type ConnectorConfigInput,
  pathOf,
  refuse,
} from '../arguments';
import { ConnectError } from '../connect-error';
import { secretsOf } from '../secrets';
import { checkOffsets } from './offset-arguments';
import { type CheckedOptions, checkClientOptions, type ConnectClientOptions } from './options';
import { Requests, type WorkerOptions } from './requests';
import { pauseFor } from './pause';
import { expectBody } from './shapes';
import type {
  ConfigInfos,
  ConfigKeyInfo,
  ConnectorInfo,
  ConnectorOffset,
  ConnectorOffsets,
  ConnectorStateInfo,
  Created,
  CreateConnectorRequest,
  ExpandedConnector,
  LoggerLevel,
  Message,
  PluginInfo,
  ServerInfo,
  TaskInfo,
  TaskState,
  WorkerStatus,
} from './types';

const loggersOf = 'listLoggers() gives the names that there are';

/**
 * The REST API of a Kafka Connect cluster: every endpoint, by the names that Connect's own resources have in Java.
 *
 * A call is made again, within its one deadline, when the reason for its failure passes by itself: a rebalance is under
 * way, the configuration of the worker that was asked is stale, the leader was just lost, a worker is starting. With
 * several `urls` the next worker is asked when one cannot be reached. What may have been carried out is not sent again
 * where that would make a difference: the error says so (`mayHaveHappened`).
 *
 * It holds no connection: there is nothing to close. `new ConnectClient({ urls: 'http://localhost:8083' })`.
 */
export class ConnectClient {
  readonly #options: CheckedOptions;
  readonly #requests: Requests;

  /** @throws InvalidArgumentError for an option that is unknown or wrong. */
  constructor(options: ConnectClientOptions) {
    this.#options = checkClientOptions(options);
    this.#requests = new Requests(this.#options);
  }

  // ---- The cluster and its workers

  /** `GET /`: version of Connect, and the id of its Kafka cluster. */
  async serverInfo(options?: WorkerOptions): Promise<ServerInfo> {
    const answer = await this.#requests.ofWorker('serverInfo', '/', options);
    return expectBody(answer, 'server information');
  }

  /** `GET /health` (Kafka 3.9 and newer): also of a worker that is starting or not healthy, which says so. */
  async healthCheck(options?: WorkerOptions): Promise<WorkerStatus> {
    const answer = await this.#requests.ofWorker('healthCheck', '/health', options, {
      accepts: (status) => status === 500 || status === 503,
    });
    return expectBody(answer, "a worker's health");
  }

  /**
   * Resolves when a worker serves requests, which it does some seconds after its port is open. Unlike every other call
   * it also waits for a worker that cannot be reached yet.
   */
  async ready(options?: CallOptions): Promise<void> {
    const { timeoutMs, signal } = checkWait('ready', options, this.#options.timeoutMs);
    const deadline = performance.now() + timeoutMs;
    for (let last: unknown; ;) {
      const left = deadline - performance.now();
      if (left <= 1) throw new TimeoutError('ready', `ready: no worker within ${timeoutMs} ms`, { cause: last });
      try {
        return void (await this.#requests.make('ready', '/connectors', { timeoutMs: left, signal }));
      } catch (error) {
        if (!ConnectError.is(error) || !error.isRetriable) throw error;
        last = error;
        await pauseFor(Math.min(200, left), 'ready', signal);
      }
    }
  }

  // ---- Connectors

  /** `GET /connectors`: the names; with `expand` information and status of each. */
  listConnectors(options?: CallOptions & { readonly expand?: undefined }): Promise<string[]>;
  listConnectors(
    options: CallOptions & { readonly expand: readonly ('info' | 'status')[] },
  ): Promise<Record<string, ExpandedConnector>>;
  async listConnectors(
    options?: CallOptions & { readonly expand?: readonly ('info' | 'status')[] | undefined },
  ): Promise<string[] | Record<string, ExpandedConnector>> {
    const expand: unknown = options?.expand;
    const call = { also: ['expand'] };
    if (expand === undefined) {
      return expectBody(await this.#requests.make('listConnectors', '/connectors', options, call), 'a list of names');
    }
    if (!Array.isArray(expand) || expand.length === 0 || expand.some((one) => one !== 'info' && one !== 'status')) {
      refuse('listConnectors', "expand is not valid. ['info'], ['status'] and ['info', 'status'] are");
    }
    const query = expand.map((one) => `expand=${one}`).join('&');
    const answer = await this.#requests.make('listConnectors', `/connectors?${query}`, options, call);
    return expectBody(answer, 'expanded connectors');
  }

  /**
   * `POST /connectors`. Its tasks are not there yet when it answers. Not sent again when it is not known whether it was
   * carried out.
   */
  async createConnector(request: CreateConnectorRequest, options?: CallOptions): Promise<ConnectorInfo> {
    const operation = 'createConnector';
    checkObject(operation, 'the connector', request);
    const { name, config, initial_state, ...others } = request as CreateConnectorRequest & Record<string, unknown>;
    const unknown = Object.keys(others)[0];
    if (unknown !== undefined) {
      refuse(operation, `unknown member '${unknown}'. Valid members: name, config, initial_state`);
    }
    pathOf(operation, 'name', name);
    if (initial_state !== undefined && !['RUNNING', 'PAUSED', 'STOPPED'].includes(initial_state)) {
      refuse(operation, `initial_state is '${String(initial_state)}'. RUNNING, PAUSED and STOPPED are valid`);
    }
    const properties = checkConfig(operation, config);
    if ('name' in properties && properties.name !== name) {
      refuse(
        operation,
        `config.name is '${properties.name}', name is '${name}'. The same, or no config.name, is valid`,
      );
    }
    const body = { name, config: properties, initial_state };
    const call = { method: 'POST', body, secrets: secretsOf(properties) } as const;
    return expectBody(await this.#requests.make(operation, '/connectors', options, call), 'a connector');
  }

  /** `GET /connectors/{name}` */
  async getConnector(name: string, options?: CallOptions): Promise<ConnectorInfo> {
    return expectBody(await this.#requests.ofConnector('getConnector', name, '', options), 'a connector');
  }

  /** `GET /connectors/{name}/config`: secrets are in the clear. */
  async getConnectorConfig(name: string, options?: CallOptions): Promise<Record<string, string>> {
    return expectBody(await this.#requests.ofConnector('getConnectorConfig', name, '/config', options), 'properties');
  }

  /** `PUT /connectors/{name}/config`: makes the connector, or replaces all its properties. */
  async putConnectorConfig(
    name: string,
    config: ConnectorConfigInput,
    options?: CallOptions,
  ): Promise<Created<ConnectorInfo>> {
    const body = checkConfig('putConnectorConfig', config);
    const call = { method: 'PUT', body, secrets: secretsOf(body) } as const;
    const answer = await this.#requests.ofConnector('putConnectorConfig', name, '/config', options, call);
    return { created: answer.status === 201, result: expectBody(answer, 'a connector') };
  }

  /** `PATCH /connectors/{name}/config` (Kafka 3.8 and newer): changes these properties; null deletes one. */
  async patchConnectorConfig(
    name: string,
    patch: Readonly<Record<string, ConnectorConfigInput[string] | null>>,
    options?: CallOptions,
  ): Promise<ConnectorInfo> {
    const body = checkConfig('patchConnectorConfig', patch, true);
    const call = { method: 'PATCH', body, secrets: secretsOf(body), mayRepeat: true } as const;
    return expectBody(
      await this.#requests.ofConnector('patchConnectorConfig', name, '/config', options, call),
      'a connector',
    );
  }

  /**
   * `GET /connectors/{name}/status`: not found until a worker has written one, for a moment after the connector was
   * made. Just after a worker was lost, it still says RUNNING for its tasks.
   */
  async getConnectorStatus(name: string, options?: CallOptions): Promise<ConnectorStateInfo> {
    return expectBody(
      await this.#requests.ofConnector('getConnectorStatus', name, '/status', options),
      'the status of a connector',
    );
  }

  /** `PUT /connectors/{name}/pause`: asks for it; resolves before it is done. */
  async pauseConnector(name: string, options?: CallOptions): Promise<void> {
    await this.#requests.ofConnector('pauseConnector', name, '/pause', options, { method: 'PUT' });
  }

  /** `PUT /connectors/{name}/resume`: asks for it; resolves before it is done. */
  async resumeConnector(name: string, options?: CallOptions): Promise<void> {
    await this.#requests.ofConnector('resumeConnector', name, '/resume', options, { method: 'PUT' });
  }

  /** `PUT /connectors/{name}/stop`: its tasks end and their configurations go; offsets can be altered then. */
  async stopConnector(name: string, options?: CallOptions): Promise<void> {
    await this.#requests.ofConnector('stopConnector', name, '/stop', options, { method: 'PUT' });
  }

  /**
   * `POST /connectors/{name}/restart`. With one of the options the status of what is being restarted; otherwise the
   * connector alone is restarted when it resolves, with undefined.
   */
  async restartConnector(
    name: string,
    options?: CallOptions & {
      readonly includeTasks?: boolean | undefined;
      readonly onlyFailed?: boolean | undefined;
    },
  ): Promise<ConnectorStateInfo | undefined> {
    const query = ['includeTasks', 'onlyFailed'].map((flag) => {
      const value: unknown = (options as Record<string, unknown> | undefined)?.[flag] ?? false;
      if (typeof value !== 'boolean') refuse('restartConnector', `${flag} is no boolean. true and false are valid`);
      return `${flag}=${value}`;
    });
    const path = `/restart?${query.join('&')}`;
    const call = { method: 'POST', also: ['includeTasks', 'onlyFailed'] } as const;
    const answer = await this.#requests.ofConnector('restartConnector', name, path, options, call);
    return answer.body === undefined ? undefined : expectBody(answer, 'the status of a connector');
  }

  /** `DELETE /connectors/{name}`. Its offsets stay: reset them before, if another of its name shall begin anew. */
  async destroyConnector(name: string, options?: CallOptions): Promise<void> {
    await this.#requests.ofConnector('destroyConnector', name, '', options, { method: 'DELETE' });
  }

  // ---- Tasks and topics

  /** `GET /connectors/{name}/tasks`: the tasks with their configurations, secrets in the clear. */
  async getTaskConfigs(name: string, options?: CallOptions): Promise<TaskInfo[]> {
    return expectBody(await this.#requests.ofConnector('getTaskConfigs', name, '/tasks', options), 'tasks');
  }

  /** `GET /connectors/{name}/tasks/{task}/status` */
  async getTaskStatus(name: string, task: number, options?: CallOptions): Promise<TaskState> {
    const path = `/tasks/${taskOf('getTaskStatus', task)}/status`;
    return expectBody(await this.#requests.ofConnector('getTaskStatus', name, path, options), 'the status of a task');
  }

  /** `POST /connectors/{name}/tasks/{task}/restart`: resolves when the old one has ended and the new one begins. */
  async restartTask(name: string, task: number, options?: CallOptions): Promise<void> {
    const path = `/tasks/${taskOf('restartTask', task)}/restart`;
    await this.#requests.ofConnector('restartTask', name, path, options, { method: 'POST' });
  }

  /** `GET /connectors/{name}/topics`: topics that it has used since it was made, or since they were reset. */
  async getConnectorActiveTopics(name: string, options?: CallOptions): Promise<string[]> {
    const answer = await this.#requests.ofConnector('getConnectorActiveTopics', name, '/topics', options);
    const body = expectBody<Record<string, { topics: string[] }>>(answer, 'active topics');
    if (!Object.hasOwn(body, name)) throw answer.wrong('the topics of another connector');
    return body[name]!.topics;
  }

  /** `PUT /connectors/{name}/topics/reset` */
  async resetConnectorActiveTopics(name: string, options?: CallOptions): Promise<void> {
    await this.#requests.ofConnector('resetConnectorActiveTopics', name, '/topics/reset', options, { method: 'PUT' });
  }

  // ---- Offsets

  /** `GET /connectors/{name}/offsets`: numbers are exact, see `JsonValue`. */
  async getOffsets(name: string, options?: CallOptions): Promise<ConnectorOffsets> {
    return expectBody(await this.#requests.ofConnector('getOffsets', name, '/offsets', options), 'offsets');
  }

  /** `PATCH /connectors/{name}/offsets`, of a stopped connector. `offset: null` deletes that partition's. */
  async alterConnectorOffsets(
    name: string,
    offsets: readonly ConnectorOffset[] | ConnectorOffsets,
    options?: CallOptions,
  ): Promise<Message> {
    const body = { offsets: checkOffsets('alterConnectorOffsets', offsets) };
    const call = { method: 'PATCH', body, mayRepeat: true } as const;
    return expectBody(
      await this.#requests.ofConnector('alterConnectorOffsets', name, '/offsets', options, call),
      'a message',
    );
  }

  /** `DELETE /connectors/{name}/offsets`, of a stopped connector: all of them. */
  async resetConnectorOffsets(name: string, options?: CallOptions): Promise<Message> {
    const call = { method: 'DELETE', mayRepeat: true } as const;
    return expectBody(
      await this.#requests.ofConnector('resetConnectorOffsets', name, '/offsets', options, call),
      'a message',
    );
  }

  // ---- Plug-ins

  /** `GET /connector-plugins`. `connectorsOnly: false`: converters, transformations and predicates, too. */
  async listConnectorPlugins(
    options?: CallOptions & { readonly connectorsOnly?: boolean | undefined },
  ): Promise<PluginInfo[]> {
    const only: unknown = options?.connectorsOnly ?? true;
    if (typeof only !== 'boolean')
      refuse('listConnectorPlugins', 'connectorsOnly is no boolean. true and false are valid');
    const path = `/connector-plugins?connectorsOnly=${only}`;
    return expectBody(
      await this.#requests.make('listConnectorPlugins', path, options, { also: ['connectorsOnly'] }),
      'a list of plug-ins',
    );
  }

  /** `GET /connector-plugins/{plugin}/config`: what can be configured. @param plugin Class name, or its short form. */
  async getConnectorConfigDef(plugin: string, options?: CallOptions): Promise<ConfigKeyInfo[]> {
    const path = `/connector-plugins/${pathOf('getConnectorConfigDef', 'plug-in', plugin)}/config`;
    return expectBody(
      await this.#requests.make('getConnectorConfigDef', path, options, pluginHint),
      'a list of properties',
    );
  }

  /** `PUT /connector-plugins/{plugin}/config/validate`: errors are in the result, `error_count` of them. */
  async validateConfigs(plugin: string, config: ConnectorConfigInput, options?: CallOptions): Promise<ConfigInfos> {
    const body = checkConfig('validateConfigs', config);
    const path = `/connector-plugins/${pathOf('validateConfigs', 'plug-in', plugin)}/config/validate`;
    const call = { method: 'PUT', body, secrets: secretsOf(body), ...pluginHint } as const;
    return expectBody(await this.#requests.make('validateConfigs', path, options, call), 'a validation');
  }

  // ---- Loggers, of one worker

  /** `GET /admin/loggers` of one worker. */
  async listLoggers(options?: WorkerOptions): Promise<Record<string, LoggerLevel>> {
    return expectBody(await this.#requests.ofWorker('listLoggers', '/admin/loggers', options), 'loggers');
  }

  /** `GET /admin/loggers/{logger}` of one worker. */
  async getLogger(logger: string, options?: WorkerOptions): Promise<LoggerLevel> {
    const path = `/admin/loggers/${pathOf('getLogger', 'logger', logger)}`;
    const answer = await this.#requests.ofWorker('getLogger', path, options, { hint: loggersOf });
    return expectBody(answer, 'a logger');
  }

  /**
   * `PUT /admin/loggers/{logger}`: the loggers that it changed. `scope: 'cluster'` sets it on every worker and resolves
   * with an empty list.
   */
  async setLevel(
    logger: string,
    level: string,
    options?: WorkerOptions & { readonly scope?: 'worker' | 'cluster' | undefined },
  ): Promise<string[]> {
    const scope: unknown = options?.scope ?? 'worker';
    if (scope !== 'worker' && scope !== 'cluster') refuse('setLevel', "scope is not valid. 'worker' and 'cluster' are");
    if (typeof level !== 'string' || level === '') refuse('setLevel', "level is no level. 'DEBUG' and its like are");
    const path = `/admin/loggers/${pathOf('setLevel', 'logger', logger)}?scope=${scope}`;
    const hint = 'Levels are those of log4j: DEBUG, INFO …';
    const call = { method: 'PUT', body: { level }, hint, also: ['scope'] } as const;
    const answer = await this.#requests.ofWorker('setLevel', path, options, call);
    return answer.body === undefined ? [] : expectBody(answer, 'a list of names');
  }

  /** Without credentials. */
  toJSON(): object {
    return { urls: this.#options.workers.map(({ shown }) => shown) };
  }

  [inspect.custom](): string {
    return `ConnectClient ${JSON.stringify(this.toJSON())}`;
  }
}

const pluginHint = { hint: 'listConnectorPlugins() gives the classes that there are' };

function taskOf(operation: string, task: unknown): number {
  if (typeof task === 'number' && Number.isInteger(task) && task >= 0) return task;
  return refuse(operation, 'the task is no index. An integer of 0 or more is valid');
}
