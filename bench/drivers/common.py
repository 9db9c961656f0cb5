"""What the Python drivers share: the flags of c/bench.h, payloads, clocks, and the line of JSON that each prints."""
import argparse
import json
import resource
import time


def read_options():
    parser = argparse.ArgumentParser()
    parser.add_argument("kind")
    parser.add_argument("-b", dest="servers")
    parser.add_argument("-t", dest="topic")
    parser.add_argument("-n", dest="count", type=int)
    parser.add_argument("-w", dest="warmup", type=int, default=0)
    parser.add_argument("-s", dest="size", type=int, default=100)
    parser.add_argument("-m", dest="mode", default="")
    parser.add_argument("-f", dest="in_flight", type=int, default=0)
    parser.add_argument("-c", dest="clients", type=int, default=1)
    parser.add_argument("-p", dest="partitions", type=int, default=1)
    parser.add_argument("-r", dest="rate", type=int, default=0)
    parser.add_argument("-g", dest="group", default="bench")
    parser.add_argument("-X", dest="properties", action="append", default=[])
    options = parser.parse_args()
    options.properties = dict(pair.split("=", 1) for pair in options.properties)
    return options


def producer_properties(options):
    """Those of a trial with a latency are given as producer.name=value."""
    return {name.removeprefix("producer."): value for name, value in options.properties.items()}


def make_payloads(size):
    return [_fill(size, index) for index in range(min(1024, max(1, (16 << 20) // size)))]


def _fill(size, index):
    head = b'{"id":"%04d","t":"' % index
    text = bytearray()
    x = index + 1
    while len(text) < size - len(head) - 2:
        x = (x * 1103515245 + 12345) & 0x7FFFFFFF
        word = (x >> 16) & 63
        text += bytes(97 + (word * 7 + c * 5 + word * c) % 26 for c in range(4))
    return head + bytes(text[: size - len(head) - 2]) + b'"}'


def touch(value):
    return value[9] + (value[10] << 8) + (value[-3] << 16)


def _cpu():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


class Stopwatch:
    def __init__(self):
        self.wall = time.monotonic()
        self.cpu = _cpu()

    def report(self, messages, size, version, checksum=0, errors=0, **more):
        print(
            json.dumps(
                {
                    **more,
                    "messages": messages,
                    "bytes": messages * size,
                    "seconds": time.monotonic() - self.wall,
                    "cpu": _cpu() - self.cpu,
                    "rssKb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
                    "checksum": checksum,
                    "errors": errors,
                    "version": version,
                }
            ),
            flush=True,
        )


def latencies(took):
    took.sort()
    return {name: took[min(len(took) - 1, int(share * len(took)))] * 1e6 for name, share in (("p50", 0.5), ("p90", 0.9), ("p99", 0.99))}


HEADERS = [("trace-id", b"0123456789abcdef"), ("type", b"order")]
