import { describe, expect, it } from 'vitest';
import { createGroup } from '../../src/intake/workers/group.ts';

describe('writing in groups', () => {
  /** A group whose writes end when the test says so. */
  function makeGroup(options: { most: number; writers: number; mostSize?: number }) {
    const writes: { items: number[]; end(): void }[] = [];
    const write = createGroup<number, number>(
      async (items) => {
        const { promise, resolve } = Promise.withResolvers<void>();
        writes.push({ items, end: resolve });
        await promise;
        if (items.includes(13)) throw new Error(`13 among ${items}`);
        return items.map((item) => item * 10);
      },
      { ...options, sizeOf: (item) => item },
    );
    const turn = () => new Promise((resolve) => setImmediate(resolve));
    return { writes, write, turn };
  }

  it('lets what arrives while one is under way share the next', async () => {
    const { writes, write, turn } = makeGroup({ most: 10, writers: 1 });
    const first = [write(1), write(2)];
    await turn();
    const later = [write(3), write(4), write(5)];
    await turn();
    expect(writes.map(({ items }) => items)).toEqual([[1, 2]]);
    writes[0]?.end();
    expect(await Promise.all(first)).toEqual([10, 20]);
    await turn();
    expect(writes[1]?.items).toEqual([3, 4, 5]);
    writes[1]?.end();
    expect(await Promise.all(later)).toEqual([30, 40, 50]);
  });

  it('keeps to its limits of items and size, but writes a single item of any size', async () => {
    const { writes, write, turn } = makeGroup({ most: 3, writers: 9, mostSize: 100 });
    const all = [1, 2, 3, 4, 60, 70, 500].map(write);
    await turn();
    for (let next = 0; next < 5; next++) {
      writes[next]?.end();
      await turn();
    }
    expect(await Promise.all(all)).toEqual([10, 20, 30, 40, 600, 700, 5_000]);
    expect(writes.every(({ items }) => items.length <= 3)).toBe(true);
    expect(writes.map(({ items }) => items)).toContainEqual([500]);
  });

  it('lets a bad item spoil itself alone', async () => {
    const { writes, write, turn } = makeGroup({ most: 10, writers: 1 });
    const all = Promise.allSettled([1, 13, 2].map(write));
    for (let next = 0; next < 4; next++) {
      await turn();
      writes[next]?.end();
    }
    expect(await all).toMatchObject([{ value: 10 }, { reason: { message: '13 among 13' } }, { value: 20 }]);
  });
});
