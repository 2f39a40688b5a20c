import { Agent, request } from 'undici';

/**
 * Sends events in a process of its own, so that its work is not the server's: `{url, events, connections}` in, `{seconds,
 * latencies}` out, the latencies in milliseconds and in order.
 */
process.on('message', async ({ url, events, connections }: { url: string; events: number; connections: number }) => {
  const dispatcher = new Agent({ connections, pipelining: 1 });
  const latencies: number[] = [];
  let next = 0;
  const sendAll = async (): Promise<void> => {
    for (let event = next++; event < events; event = next++) {
      const began = performance.now();
      const { statusCode, body } = await request(
        `${url}?id=${event}&email=user${event}%40example.com&phone=%2B79001234567&name=Anna`,
        {
          dispatcher,
        },
      );
      await body.dump();
      if (statusCode !== 200) throw new Error(`An event was answered with ${statusCode}`);
      latencies.push(performance.now() - began);
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: connections }, sendAll));
  const seconds = (performance.now() - began) / 1000;
  process.send?.({ seconds, latencies: latencies.sort((a, b) => a - b) });
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
