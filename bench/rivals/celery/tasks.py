"""Celery running `true` for each task, over RabbitMQ. BENCH_AMQP_URL: the broker."""
import os
import subprocess

from celery import Celery

app = Celery("tasks", broker=os.environ["BENCH_AMQP_URL"], backend="rpc://")
app.conf.update(task_acks_late=True, worker_prefetch_multiplier=1, result_persistent=False)


@app.task
def run():
    subprocess.run(["/bin/true"], check=True)
