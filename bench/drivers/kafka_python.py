"""kafka-python: send() with a callback on its future; poll() of many records."""
import time

import kafka
from common import HEADERS, Stopwatch, latencies, make_payloads, producer_properties, read_options, touch

NAMES = {
    "batch.size": "batch_size",
    "linger.ms": "linger_ms",
    "max.request.size": "max_request_size",
    "max.partition.fetch.bytes": "max_partition_fetch_bytes",
    "fetch.max.bytes": "fetch_max_bytes",
    "max.poll.records": "max_poll_records",
}


def own(properties):
    names = {NAMES[name]: int(value) for name, value in properties.items() if name in NAMES}
    if "enable.idempotence" in properties:
        names["enable_idempotence"] = properties["enable.idempotence"] == "true"
    if "acks" in properties:
        names["acks"] = properties["acks"]
    return names


def produce(options):
    producer = kafka.KafkaProducer(bootstrap_servers=options.servers, **own(producer_properties(options)))
    values = make_payloads(options.size)
    keys = [value[7:11] for value in values]
    failed = 0

    def went_wrong(_error):
        nonlocal failed
        failed += 1

    def everything(start, end):
        for i in range(start, end):
            j = i % len(values)
            if options.mode == "headers":
                future = producer.send(options.topic, key=keys[j], value=values[j], headers=HEADERS)
            else:
                future = producer.send(options.topic, values[j])
            future.add_errback(went_wrong)
        producer.flush()

    everything(0, options.warmup)
    watch = Stopwatch()
    everything(options.warmup, options.warmup + options.count)
    watch.report(options.count, options.size, kafka.__version__, errors=failed)


def consume(options):
    consumer = kafka.KafkaConsumer(
        options.topic, bootstrap_servers=options.servers, group_id=options.group, auto_offset_reset="earliest", **own(options.properties)
    )
    end = options.warmup + options.count
    seen, start, checksum = 0, None, 0
    while seen < end:
        for records in consumer.poll(100, max_records=min(1000, end - seen)).values():
            for record in records:
                checksum += touch(record.value)
            seen += len(records)
        if start is None and seen >= max(1, options.warmup):
            start, watch = seen, Stopwatch()
    watch.report(end - start, options.size, kafka.__version__, checksum=checksum)
    consumer.close()


def send(options):
    producer = kafka.KafkaProducer(bootstrap_servers=options.servers, **own(producer_properties(options)))
    values = make_payloads(options.size)
    took = []
    watch = None
    for i in range(options.warmup + options.count):
        if i == options.warmup:
            watch = Stopwatch()
        begin = time.perf_counter()
        producer.send(options.topic, values[i % len(values)]).get(timeout=30)
        if i >= options.warmup:
            took.append(time.perf_counter() - begin)
    watch.report(options.count, options.size, kafka.__version__, **latencies(took))


options = read_options()
{"produce": produce, "consume": consume, "send": send}[options.kind](options)
