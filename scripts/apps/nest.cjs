// @nestjs/microservices: a request with its reply, and an event.
require('reflect-metadata');
const assert = require('node:assert/strict');
const { NestFactory } = require('@nestjs/core');
const { Controller, Module } = require('@nestjs/common');
const { ClientKafka, EventPattern, MessagePattern, Transport } = require('@nestjs/microservices');
const { firstValueFrom } = require('rxjs');
const { brokers, id, createTopics, until } = require('./topics.cjs');

const events = [];
class Sums {
  sum(numbers) {
    return numbers.reduce((a, b) => a + b, 0);
  }
  made(event) {
    events.push(event);
  }
}

/** A decorator of a method, as the TypeScript compiler applies it. */
function decorate(decorator, name) {
  const descriptor = Object.getOwnPropertyDescriptor(Sums.prototype, name);
  decorator(Sums.prototype, name, descriptor);
  Object.defineProperty(Sums.prototype, name, descriptor);
}
const [sum, made] = [`sum-${id}`, `made-${id}`];
decorate(MessagePattern(sum), 'sum');
decorate(EventPattern(made), 'made');
Controller()(Sums);
class App {}
Module({ controllers: [Sums] })(App);

async function main() {
  await createTopics(sum, `${sum}.reply`, made);
  const options = (name) => ({ client: { brokers, clientId: name }, consumer: { groupId: `${name}-${id}` } });
  const server = { transport: Transport.KAFKA, options: options('server'), logger: ['error'] };
  const app = await NestFactory.createMicroservice(App, server);
  await app.listen();
  const client = new ClientKafka(options('client'));
  client.subscribeToResponseOf(sum);
  await client.connect();
  // Nest reads a reply that is no object as its text.
  assert.equal(await firstValueFrom(client.send(sum, [1, 2, 3])), '6');
  await firstValueFrom(client.emit(made, { a: 1 }));
  await until(() => events.length > 0);
  assert.deepEqual(events, [{ a: 1 }]);
  await client.close();
  await app.close();
}
main();
