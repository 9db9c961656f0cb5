/**
 * Consume, transform, produce, exactly once: what examples/exactly-once.mts shows. Arguments: bootstrap servers, input,
 * output, group, transactional id. Runs until it is killed or fenced; prints READY when it may work, FENCED when it is
 * not allowed to.
 */
import { Consumer } from '../../../../src/consumer/consumer';
import { KafkaError } from '../../../../src/errors/kafka-error';
import { Producer } from '../../../../src/producer/producer';

const [bootstrap, input, output, group, id] = process.argv.slice(2) as [string, string, string, string, string];

async function main(): Promise<void> {
  const producer = new Producer({
    'bootstrap.servers': bootstrap,
    'transactional.id': id,
    'transaction.timeout.ms': 20_000,
    'linger.ms': 2,
  });
  producer.on('error', (error) => console.error(`producer: ${error.code} ${error.message}`));
  const consumer = new Consumer({
    'bootstrap.servers': bootstrap,
    'group.id': group,
    // A successor takes the place of one that was killed at once, instead of after the session timeout.
    'group.instance.id': id,
    'session.timeout.ms': 6000,
    'heartbeat.interval.ms': 1000,
    'enable.auto.commit': false,
    'isolation.level': 'read_committed',
    'auto.offset.reset': 'earliest',
    'max.poll.records': 50,
  });
  consumer.on('error', (error) => console.error(`consumer: ${error.code} ${error.message}`));
  await producer.initTransactions({ timeoutMs: 120_000 });
  consumer.subscribe([input], {
    onPartitionsAssigned: (partitions) => {
      const { memberId, generationId } = consumer.groupMetadata();
      console.log(
        `${new Date().toISOString()} ${memberId}, generation ${generationId}: ${partitions.length} partitions`,
      );
    },
  });
  console.log('READY');
  for (;;) {
    const records = await consumer.poll(500);
    if (records.isEmpty) continue;
    try {
      await producer.transaction(async (tx) => {
        for (const record of records)
          tx.produce({ topic: output, key: record.key, value: `${record.value!.toString()}!` });
        await tx.sendOffsetsToTransaction(records.offsets(), consumer.groupMetadata());
      });
    } catch (error) {
      if (!KafkaError.is(error) || error.isFatal) throw error;
      console.error(`aborted: ${error.code} ${error.message}`);
      await consumer.seekToCommitted();
    }
  }
}

main().catch((error: unknown) => {
  const { code, isFatal, message } = error as KafkaError;
  console.error(`${code} ${message}`);
  if (isFatal) console.log(`FENCED ${code}`);
  process.exit(isFatal ? 3 : 1);
});
