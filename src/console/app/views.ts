import type { ComponentType } from 'preact';

export type ViewProps = { params: Record<string, string> };
type Loader = () => Promise<{ default: ComponentType<ViewProps> }>;

/** Every view by its address; each is loaded when it is first opened. */
export const views: readonly (readonly [pattern: string, load: Loader])[] = [
  ['/', () => import('../views/overview/overview.tsx')],
  ['/overview', () => import('../views/overview/overview.tsx')],
  ['/integrations', () => import('../views/integrations/list.tsx')],
  ['/integrations/new', () => import('../views/integrations/create.tsx')],
  ['/integrations/:id', () => import('../views/integrations/integration.tsx')],
  ['/integrations/:integrationId/checks/new', () => import('../views/workbench/workbench.tsx')],
  ['/checks/:id', () => import('../views/workbench/workbench.tsx')],
  ['/sweeps/:id', () => import('../views/runs/sweep.tsx')],
  ['/runs', () => import('../views/runs/list.tsx')],
  ['/runs/:id', () => import('../views/runs/run.tsx')],
  ['/leads', () => import('../views/leads/list.tsx')],
  ['/leads/:id', () => import('../views/leads/lead.tsx')],
  ['/unrecognised', () => import('../views/unrecognised/unrecognised.tsx')],
  ['/pipelines', () => import('../views/pipelines/list.tsx')],
  ['/pipelines/:id', () => import('../views/pipelines/pipeline.tsx')],
  ['/sources/:id', () => import('../views/pipelines/source.tsx')],
  ['/operations', () => import('../views/pipelines/journal.tsx')],
  ['/operations/:id', () => import('../views/pipelines/operation.tsx')],
  ['/settings', () => import('../views/settings/settings.tsx')],
  ['/settings/:section', () => import('../views/settings/settings.tsx')],
];

/** The view at an address, and what its pattern takes from it; null where there is none. */
export function viewAt(path: string): { pattern: string; load: Loader; params: Record<string, string> } | null {
  const parts = path.split('/').filter(Boolean);
  for (const [pattern, load] of views) {
    const wanted = pattern.split('/').filter(Boolean);
    if (wanted.length !== parts.length) continue;
    const fits = wanted.every((name, index) => name.startsWith(':') || name === parts[index]);
    if (!fits) continue;
    const params = wanted.flatMap((name, index) =>
      name.startsWith(':') ? [[name.slice(1), decodeURIComponent(parts[index] ?? '')]] : [],
    );
    return { pattern, load, params: Object.fromEntries(params) as Record<string, string> };
  }
  return null;
}
