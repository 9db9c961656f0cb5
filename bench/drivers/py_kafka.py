"""pykafka: an asynchronous producer with delivery reports; a simple consumer. It sets no properties of its own."""
import pykafka
from common import Stopwatch, make_payloads, read_options, touch


def produce(options):
    topic = pykafka.KafkaClient(hosts=options.servers).topics[options.topic]
    producer = topic.get_producer(delivery_reports=True, required_acks=-1, max_queued_messages=100_000, min_queued_messages=5_000)
    values = make_payloads(options.size)
    failed, reported = 0, 0

    def everything(start, end):
        nonlocal failed, reported
        for i in range(start, end):
            producer.produce(values[i % len(values)])
            if i % 1000 == 0:
                while True:
                    try:
                        failed += producer.get_delivery_report(block=False)[1] is not None
                        reported += 1
                    except Exception:
                        break
        while reported < end:
            failed += producer.get_delivery_report()[1] is not None
            reported += 1

    producer.start()
    everything(0, options.warmup)
    watch = Stopwatch()
    everything(options.warmup, options.warmup + options.count)
    watch.report(options.count, options.size, pykafka.__version__, errors=failed)
    producer.stop()


def consume(options):
    topic = pykafka.KafkaClient(hosts=options.servers).topics[options.topic]
    consumer = topic.get_simple_consumer(auto_offset_reset=pykafka.common.OffsetType.EARLIEST)
    end = options.warmup + options.count
    checksum = 0
    watch = None
    for seen in range(end):
        if seen == options.warmup:
            watch = Stopwatch()
        checksum += touch(consumer.consume().value)
    watch.report(options.count, options.size, pykafka.__version__, checksum=checksum)
    consumer.stop()


options = read_options()
{"produce": produce, "consume": consume}[options.kind](options)
