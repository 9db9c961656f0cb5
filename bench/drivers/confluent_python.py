"""confluent-kafka: produce() with a callback each and poll(0); consume() of 1,000 messages at a time."""
import time

import confluent_kafka
from common import HEADERS, Stopwatch, latencies, make_payloads, producer_properties, read_options, touch

VERSION = f"{confluent_kafka.version()[0] if isinstance(confluent_kafka.version(), tuple) else confluent_kafka.version()} (librdkafka {confluent_kafka.libversion()[0]})"


def native(properties):
    names = dict(properties)
    memory = names.pop("buffer.memory", None)
    request = names.pop("max.request.size", None)
    names.pop("max.poll.records", None)
    if memory:
        names["queue.buffering.max.kbytes"] = str(int(memory) // 1024)
        names["queue.buffering.max.messages"] = "10000000"
    if request:
        names["message.max.bytes"] = request
    return names


def produce(options):
    producer = confluent_kafka.Producer({"bootstrap.servers": options.servers, **native(producer_properties(options))})
    values = make_payloads(options.size)
    keys = [value[7:11] for value in values]
    failed = 0

    def reported(error, _message):
        nonlocal failed
        if error is not None:
            failed += 1

    def everything(start, end):
        count = len(values)
        for i in range(start, end):
            j = i % count
            while True:
                try:
                    if options.mode == "headers":
                        producer.produce(options.topic, values[j], keys[j], headers=HEADERS, on_delivery=reported)
                    else:
                        producer.produce(options.topic, values[j], on_delivery=reported)
                    break
                except BufferError:
                    producer.poll(0.01)
            if i % 500 == 0:
                producer.poll(0)
        producer.flush()

    everything(0, options.warmup)
    watch = Stopwatch()
    everything(options.warmup, options.warmup + options.count)
    watch.report(options.count, options.size, VERSION, errors=failed)


def consume(options):
    consumer = confluent_kafka.Consumer(
        {"bootstrap.servers": options.servers, "group.id": options.group, "auto.offset.reset": "earliest", **native(options.properties)}
    )
    consumer.subscribe([options.topic])
    end = options.warmup + options.count
    seen, start, checksum = 0, None, 0
    while seen < end:
        for message in consumer.consume(min(1000, end - seen), 0.1):
            checksum += touch(message.value())
            seen += 1
        if start is None and seen >= max(1, options.warmup):
            start, watch = seen, Stopwatch()
    watch.report(end - start, options.size, VERSION, checksum=checksum)
    consumer.close()


def send(options):
    producer = confluent_kafka.Producer({"bootstrap.servers": options.servers, **native(producer_properties(options))})
    values = make_payloads(options.size)
    took = []
    watch = None
    for i in range(options.warmup + options.count):
        if i == options.warmup:
            watch = Stopwatch()
        begin = time.perf_counter()
        producer.produce(options.topic, values[i % len(values)])
        producer.flush()
        if i >= options.warmup:
            took.append(time.perf_counter() - begin)
    watch.report(options.count, options.size, VERSION, **latencies(took))


options = read_options()
{"produce": produce, "consume": consume, "send": send}[options.kind](options)
