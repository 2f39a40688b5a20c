import { describe, expect, it } from 'vitest';
import { expandText, expandUrl, expandValue, partOf, problemsOf, type Values } from '../../src/intake/templates.ts';

const values: Values = {
  event: { email: 'a@b.ru', 'first.name': 'Анна', n: 5, none: '', list: [1, { x: 'y' }], evil: '{param:key}' },
  steps: new Map<string, any>([
    ['HTTP-запрос', { status: 200, data: { order: { id: '7' } } }],
    ['a.b', 'dotted'],
  ]),
  previous: 'before',
  param: (name) => (name === 'key' ? 'secret' : name === 'host' ? 'crm.example.com:8080' : undefined),
};

describe('templates', () => {
  it.each([
    ['{event.email}', 'a@b.ru'],
    ['<{event.n}>', '<5>'],
    ['{event.list.1.x}', 'y'],
    ['{event.list}', '[1,{"x":"y"}]'],
    ['{event.first.name}', 'Анна'],
    ['{event.nothing}{event.none}', ''],
    ['{previous}', 'before'],
    ['{steps.HTTP-запрос.data.order.id}', '7'],
    ['{steps.a.b}', 'dotted'],
    ['{steps.HTTP-запрос}', '{"status":200,"data":{"order":{"id":"7"}}}'],
    ['{param:key}', 'secret'],
    ['{event.none|event.nothing|event.email}', 'a@b.ru'],
    ['{event.evil}', '{param:key}'],
    ['{{event.email}}', '{event.email}'],
    ['{"email": "{event.email}", "x": {}}', '{"email": "a@b.ru", "x": {}}'],
    ['{ event.email }', '{ event.email }'],
  ])('%s is %s', (template, text) => expect(expandText(template, values)).toBe(text));

  it('keep the kind of a value that is the whole of it', () => {
    expect(expandValue('{event.n}', values)).toBe(5);
    expect(expandValue('{event.list}', values)).toEqual([1, { x: 'y' }]);
    expect(expandValue('{event.n} ', values)).toBe('5 ');
    expect(expandValue('{event.nothing}', values)).toBe('');
  });

  it('encode what they insert into an address, and let only a host stand in the place of one', () => {
    expect(expandUrl('https://{param:host}/x/{event.email}?q={event.list}', values)).toBe(
      'https://crm.example.com:8080/x/a%40b.ru?q=%5B1%2C%7B%22x%22%3A%22y%22%7D%5D',
    );
    expect(problemsOf('https://{event.host}/', 'url')).toEqual([
      '{event.host} cannot stand in the place of a host; {param:name} can.',
    ]);
    const evil = { ...values, param: () => 'evil.example/?' };
    expect(() => expandUrl('https://{param:host}/', evil)).toThrow('is not one');
  });

  it('are refused where they could never be filled, with what was meant', () => {
    expect(problemsOf('{evnt.email} {event.email} {Name} {"a": 1}')).toEqual([
      '{evnt.email} is not a template: did you mean {event.NAME}? As plain text it is written {{evnt.email}}.',
      '{Name} is not a template: known are {event.NAME} {previous} {steps.NAME} {param:NAME}. As plain text it is written {{Name}}.',
    ]);
    expect(() => expandText('{param:nobody}', values)).toThrow('no parameter or secret "nobody"');
  });

  it('find nothing in what values inherit', () => {
    expect(partOf({ a: {} }, 'a.constructor.name')).toBeUndefined();
    expect(partOf('text', 'length')).toBeUndefined();
    expect(partOf(JSON.parse('{"__proto__": {"x": 1}}'), '__proto__.x')).toBe(1);
  });
});
