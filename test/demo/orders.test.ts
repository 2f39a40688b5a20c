import { expect, test } from 'vitest';
import { lastMoveAt, planOrders, stageAt } from '../../src/demo/orders.ts';

const begunAt = new Date('2026-03-01T12:00:00Z');
const orders = planOrders(begunAt, 1);

test('the same seed plans the same orders, another one others', () => {
  expect(planOrders(begunAt, 1)).toEqual(orders);
  expect(planOrders(begunAt, 2)).not.toEqual(orders);
});

test('CRMs number their orders alike, each without a number twice', () => {
  for (const crm of ['leadline', 'sklad', 'chai24']) {
    const numbers = orders.filter((order) => order.crm === crm && order.number !== null).map(({ number }) => number);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(numbers[0]).toBe('10001');
  }
});

test('leads begin in every open status, and every order comes to an end', () => {
  const first = new Set(orders.map(({ journey }) => stageAt(journey, 0)));
  for (const stage of ['new', 'working', 'callback', 'hold', 'packing', 'sending', 'transit', 'arrived']) {
    expect(first).toContain(stage);
  }
  const end = lastMoveAt(orders);
  const last = new Set(orders.map(({ journey }) => stageAt(journey, end)));
  expect([...last].sort()).toEqual(['approved', 'paid', 'refused', 'returned']);
  for (const order of orders) {
    if (stageAt(order.journey, end) === 'approved') expect(order.offer).toBe('course');
  }
});
