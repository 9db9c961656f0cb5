// kafka-napi/streams with OpenTelemetry: a span for each record that is processed, active in the functions of the
// topology, and its context in the headers of what the record becomes. Needs no Kafka.
const assert = require('node:assert/strict');
const { tracingChannel } = require('node:diagnostics_channel');
const { context, propagation, SpanKind, SpanStatusCode, trace } = require('@opentelemetry/api');
const { AsyncLocalStorageContextManager } = require('@opentelemetry/context-async-hooks');
const { W3CTraceContextPropagator } = require('@opentelemetry/core');
const { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } = require('@opentelemetry/sdk-trace-base');
const { StreamsBuilder, TopologyTestDriver } = require('kafka-napi/streams');

const exporter = new InMemorySpanExporter();
const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
const contexts = new AsyncLocalStorageContextManager();
context.setGlobalContextManager(contexts);
propagation.setGlobalPropagator(new W3CTraceContextPropagator());
const tracer = provider.getTracer('kafka-napi/streams');

const getter = {
  keys: (headers) => headers.map(([name]) => name),
  get: (headers, key) => headers.find(([name]) => name === key)?.[1]?.toString(),
};
const setter = { set: (headers, key, value) => headers.push([key, Buffer.from(value)]) };

/** What a package of OpenTelemetry does. */
const spans = new WeakMap();
const channel = tracingChannel('kafka-napi:streams:process');
channel.start.bindStore(contexts._asyncLocalStorage, (record) => {
  const { topic, partition, offset, applicationId } = record;
  const parent = propagation.extract(context.active(), record.headers, getter);
  const attributes = {
    'messaging.system': 'kafka',
    'messaging.destination.name': topic,
    'messaging.destination.partition.id': String(partition),
    'messaging.kafka.offset': offset,
    'messaging.consumer.group.name': applicationId,
  };
  const span = tracer.startSpan(`process ${topic}`, { kind: SpanKind.CONSUMER, attributes }, parent);
  spans.set(record, span);
  const active = trace.setSpan(parent, span);
  record.headers = record.headers.filter(([name]) => !propagation.fields().includes(name));
  propagation.inject(active, record.headers, setter);
  return active;
});
const nothing = () => undefined;
channel.subscribe({
  start: nothing,
  end: (record) => spans.get(record)?.end(),
  error: (record) => spans.get(record)?.setStatus({ code: SpanStatusCode.ERROR, message: String(record.error) }),
  asyncStart: nothing,
  asyncEnd: nothing,
});

const text = { keySerde: 'string', valueSerde: 'string' };
const builder = new StreamsBuilder();
builder
  .stream('in', text)
  .mapValues((value) => tracer.startActiveSpan('work', (span) => (span.end(), value.toUpperCase())))
  .repartition({ name: 'middle', ...text })
  .to('out', text);
const driver = new TopologyTestDriver(builder.build(), { 'application.id': 'app' });
const root = tracer.startSpan('request');
const headers = [];
propagation.inject(trace.setSpan(context.active(), root), headers, setter);
driver.createInputTopic('in', 'string', 'string').pipeInput({ key: 'k', value: 'tea', headers });
root.end();

const finished = exporter.getFinishedSpans();
const byName = Object.fromEntries(finished.map((span) => [span.name, span]));
const idOf = (span) => span.spanContext().spanId;
assert.deepEqual(
  finished.map(({ name }) => name),
  ['work', 'process in', 'process app-middle-repartition', 'request'],
);
assert.equal(new Set(finished.map((span) => span.spanContext().traceId)).size, 1);
assert.equal(byName['process in'].parentSpanContext.spanId, idOf(root));
assert.equal(byName.work.parentSpanContext.spanId, idOf(byName['process in']));
assert.equal(byName['process app-middle-repartition'].parentSpanContext.spanId, idOf(byName['process in']));
const [result] = driver.createOutputTopic('out', 'string', 'string').readRecordsToList();
assert.equal(result.value, 'TEA');
const carried = propagation.extract(context.active(), result.headers, getter);
assert.equal(trace.getSpanContext(carried).spanId, idOf(byName['process app-middle-repartition']));
