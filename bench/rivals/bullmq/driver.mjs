// BullMQ running `true` for each job: reads "<seconds> <jobs in flight>", answers with one line of JSON. Argument: the port of Redis.
import {execFile} from 'node:child_process';
import {createInterface} from 'node:readline';
import {promisify} from 'node:util';
import {Queue, QueueEvents, Worker} from 'bullmq';

const connection = {host: '127.0.0.1', port: Number(process.argv[2])};
const run = promisify(execFile);
const queue = new Queue('bench', {connection});
queue.setMaxListeners(0);
const events = new QueueEvents('bench', {connection});
events.setMaxListeners(0);
const worker = new Worker('bench', () => run('/bin/true'), {connection, concurrency: 4});
await Promise.all([queue.waitUntilReady(), events.waitUntilReady(), worker.waitUntilReady()]);

for await (const line of createInterface({input: process.stdin})) {
  const [seconds, inFlight] = line.split(' ').map(Number);
  const times = [];
  const begin = performance.now();
  const one = async () => {
    while (performance.now() - begin < seconds * 1000) {
      const sent = performance.now();
      const job = await queue.add('true', {}, {removeOnComplete: 1000});
      await job.waitUntilFinished(events);
      times.push(performance.now() - sent);
    }
  };
  await Promise.all(Array.from({length: inFlight}, one));
  const took = (performance.now() - begin) / 1000;
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))];
  console.log(JSON.stringify({operations: times.length, seconds: took, p50: at(0.5), p99: at(0.99)}));
}
process.exit(0);
