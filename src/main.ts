import { enableCompileCache } from 'node:module';

// Days are days of an integration's time zone; the process itself knows only UTC.
process.env['TZ'] = 'UTC';
// Compiling the program again at every start would take longer than starting it. What is imported above is not cached,
// hence the imports below.
enableCompileCache();

async function main(): Promise<void> {
  if (process.argv.includes('--demo')) {
    const { startDemo } = await import('./demo/demo.ts');
    await startDemo(process.env, stopOnSignal);
    return;
  }
  const { runServer } = await import('./run-server.ts');
  stopOnSignal(await runServer(process.env, console.log));
}

/** SIGTERM and Ctrl+C stop in order; a second one stops at once. */
function stopOnSignal(stop: () => Promise<void>): void {
  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(1);
      stopping = true;
      stop().then(
        () => process.exit(0),
        (error) => {
          console.error(error);
          process.exit(1);
        },
      );
    });
  }
}

main().catch(async (error: unknown) => {
  const { sentenceFor } = await import('./run-server.ts');
  const sentence = sentenceFor(error);
  console.error(sentence === null ? error : `sverka: ${sentence}`);
  process.exit(1);
});
