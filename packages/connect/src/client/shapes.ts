/** Is an answer what Connect gives? What is not is an error of the call: no `undefined` in the caller's code later. */
import { isObject, type JsonObject, type JsonValue } from '../json';
import type { Answer } from './workers';

type Check = (value: JsonValue | undefined) => boolean;

const isText: Check = (value) => typeof value === 'string';
export const isTextList: Check = (value) => Array.isArray(value) && value.every(isText);
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);
const objectWith =
  (members: Readonly<Record<string, Check>>): Check =>
  (value) =>
    isObject(value) && Object.entries(members).every(([name, check]) => check(member(value, name)));
const recordOf =
  (check: Check): Check =>
  (value) =>
    isObject(value) && Object.values(value).every(check);

const member = (value: JsonObject, name: string): JsonValue | undefined =>
  Object.hasOwn(value, name) ? value[name] : undefined;
const isNumber: Check = (value) => typeof value === 'number';
const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || value === null || check(value);

const isTaskId = objectWith({ connector: isText, task: isNumber });
const isInfo = objectWith({ name: isText, config: isObject, tasks: listOf(isTaskId), type: optional(isText) });
const state = { state: isText, worker_id: optional(isText), trace: optional(isText), version: optional(isText) };
const isStatus = objectWith({
  name: isText,
  connector: objectWith(state),
  tasks: listOf(objectWith({ ...state, id: isNumber })),
});

/** Name of what was expected → whether it is that. */
const shapes = {
  'server information': objectWith({ version: isText, commit: isText, kafka_cluster_id: isText }),
  "a worker's health": objectWith({ status: isText, message: isText }),
  'a list of names': isTextList,
  'expanded connectors': recordOf(objectWith({ info: optional(isInfo), status: optional(isStatus) })),
  'a connector': isInfo,
  properties: recordOf(optional(isText)),
  'the status of a connector': isStatus,
  'the status of a task': objectWith({ ...state, id: isNumber }),
  tasks: listOf(objectWith({ id: isTaskId, config: isObject })),
  'active topics': recordOf(objectWith({ topics: isTextList })),
  offsets: objectWith({ offsets: listOf(objectWith({ partition: isObject, offset: optional(isObject) })) }),
  'a message': objectWith({ message: isText }),
  'a list of plug-ins': listOf(objectWith({ class: isText, type: isText })),
  'a list of properties': listOf(objectWith({ name: isText, type: isText })),
  'a validation': objectWith({ name: isText, error_count: isNumber, configs: listOf(isObject) }),
  loggers: recordOf(objectWith({ level: optional(isText) })),
  'a logger': objectWith({ level: optional(isText) }),
} satisfies Record<string, Check>;

/** The body, which is of this shape. @throws ConnectError `ERR_CONNECT_ANSWER` */
export function expectBody<T>(answer: Answer, shape: keyof typeof shapes): T {
  if (!shapes[shape](answer.body)) throw answer.wrong(`what is not ${shape}`);
  return answer.body as T;
}
