"""Reads "<seconds> <tasks in flight>", answers with one line of JSON. The worker is a process of its own."""
import json
import sys
import time

from celery import group
from tasks import run

for line in sys.stdin:
    seconds, in_flight = (int(word) for word in line.split())
    times, count = [], 0
    begin = time.monotonic()
    while time.monotonic() - begin < seconds:
        sent = time.monotonic()
        if in_flight == 1:
            run.delay().get(timeout=60, interval=0.001)
            times.append((time.monotonic() - sent) * 1000)
            count += 1
        else:  # by batches, which the result backend is quickest with; a task's own time is not to be had then
            batch = group(run.s() for _ in range(4 * in_flight))()
            batch.join_native(timeout=60, interval=0.001)
            count += len(batch)
    result = {"operations": count, "seconds": time.monotonic() - begin}
    if times:
        times.sort()
        result.update(p50=times[len(times) // 2], p99=times[int(len(times) * 0.99)])
    print(json.dumps(result), flush=True)
