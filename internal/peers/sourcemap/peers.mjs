// Measures the decoding of source maps by libraries for Node, in processor
// time, the least of several runs: node peers.mjs FILE...
// Needs npm packages source-map and @jridgewell/trace-mapping.
import fs from 'node:fs';
import { SourceMapConsumer } from 'source-map';
import { TraceMap, originalPositionFor } from '@jridgewell/trace-mapping';

const position = { line: 1, column: 50 };

async function least(runs, f) {
  let best = Infinity;
  for (let i = 0; i < runs; i++) {
    const start = process.cpuUsage();
    await f();
    const used = process.cpuUsage(start);
    best = Math.min(best, (used.user + used.system) / 1000);
  }
  return best.toFixed(1);
}

for (const file of process.argv.slice(2)) {
  const text = fs.readFileSync(file, 'utf8');
  const mozilla = await least(10, async () => {
    const consumer = await new SourceMapConsumer(JSON.parse(text));
    consumer.originalPositionFor(position); // decodes the mappings
    consumer.destroy();
  });
  const trace = await least(10, () => originalPositionFor(new TraceMap(text), position));
  console.log(`${file}: source-map ${mozilla} ms, trace-mapping ${trace} ms`);
}
