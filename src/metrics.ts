import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { IsolatesStats } from './isolates/pool.ts';
import type { Outbound } from './outbound/send.ts';

/** Figures for Prometheus. What they count is written by those who do it; the text is read over `/metrics`. */
export interface Metrics {
  /** By `check` (id) and `state`. */
  runs: Counter<'check' | 'state'>;
  runSeconds: Histogram<'check'>;
  /** By `check` (id) and `outcome`: applied, unchanged, refused. */
  edits: Counter<'check' | 'outcome'>;
  /** Operations of pipelines, by `pipeline` (id) and `state`: done, failed, stopped, again. */
  operations: Counter<'pipeline' | 'state'>;
  /** Jobs of the queue, by `queue` and `state`. */
  queueDepth: Gauge<'queue' | 'state'>;
  /** Requests to CRMs, by `host` and `outcome`: the status class (`2xx`) or the error code. */
  outboundRequests: Counter<'host' | 'outcome'>;
  outboundSeconds: Histogram<'host'>;
  apiRequests: Counter<'route' | 'method' | 'status'>;
  apiSeconds: Histogram<'route' | 'method'>;
  /** Asks the sandbox for its figures at each reading. */
  watchSandbox(stats: () => IsolatesStats): void;
  /** The text of the exposition format, and its content type. */
  text(): Promise<string>;
  contentType: string;
}

const secondsBuckets = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  return {
    runs: new Counter({
      name: 'sverka_runs_total',
      help: 'Runs of checks, by how they ended',
      labelNames: ['check', 'state'],
      registers,
    }),
    runSeconds: new Histogram({
      name: 'sverka_run_seconds',
      help: 'Time of a run from selection to application',
      labelNames: ['check'],
      buckets: secondsBuckets,
      registers,
    }),
    edits: new Counter({
      name: 'sverka_edits_total',
      help: 'Edits that scripts asked for, by what became of them',
      labelNames: ['check', 'outcome'],
      registers,
    }),
    operations: new Counter({
      name: 'sverka_operations_total',
      help: 'Attempts of operations of pipelines, by how they ended',
      labelNames: ['pipeline', 'state'],
      registers,
    }),
    queueDepth: new Gauge({
      name: 'sverka_queue_depth',
      help: 'Jobs in the queue',
      labelNames: ['queue', 'state'],
      registers,
    }),
    outboundRequests: new Counter({
      name: 'sverka_outbound_requests_total',
      help: 'Requests sent to other servers, by how they ended',
      labelNames: ['host', 'outcome'],
      registers,
    }),
    outboundSeconds: new Histogram({
      name: 'sverka_outbound_seconds',
      help: 'Time until another server had answered',
      labelNames: ['host'],
      buckets: secondsBuckets,
      registers,
    }),
    apiRequests: new Counter({
      name: 'sverka_api_requests_total',
      help: 'Requests to this API',
      labelNames: ['route', 'method', 'status'],
      registers,
    }),
    apiSeconds: new Histogram({
      name: 'sverka_api_seconds',
      help: 'Time to answer a request to this API',
      labelNames: ['route', 'method'],
      buckets: secondsBuckets,
      registers,
    }),
    watchSandbox: (stats) => watchSandbox(registry, stats),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

function watchSandbox(registry: Registry, stats: () => IsolatesStats): void {
  for (const [name, help] of [
    ['children', 'Sandbox processes'],
    ['busy', 'Sandbox processes that run a script'],
    ['queued', 'Scripts that wait for a sandbox process'],
  ] as const) {
    const gauge = new Gauge({
      name: `sverka_sandbox_${name}`,
      help,
      registers: [],
      collect() {
        this.set(stats()[name]);
      },
    });
    registry.registerMetric(gauge);
  }
  for (const [name, help] of [
    ['runs', 'Scripts run'],
    ['killed', 'Sandbox processes killed for overstaying'],
    ['recycled', 'Sandbox processes replaced for their age'],
  ] as const) {
    const counter = new Counter({
      name: `sverka_sandbox_${name}_total`,
      help,
      registers: [],
      collect() {
        this.reset();
        this.inc(stats()[name]);
      },
    });
    registry.registerMetric(counter);
  }
}

/** The same outbound, whose requests are counted and timed by host. */
export function metered(outbound: Outbound, metrics: Pick<Metrics, 'outboundRequests' | 'outboundSeconds'>): Outbound {
  return {
    ...outbound,
    async send(request, policy, signal) {
      const sent = await outbound.send(request, policy, signal);
      const outcome = sent.kind === 'answer' ? `${Math.floor(sent.status / 100)}xx` : sent.code;
      // A host that no check names may be anything, and each label is a series of its own.
      const host = outcome === 'host_not_allowed' ? '' : (URL.parse(request.url)?.host ?? '');
      metrics.outboundRequests.inc({ host, outcome });
      metrics.outboundSeconds.observe({ host }, sent.ms / 1000);
      return sent;
    },
  };
}
