/** What scripts throw and catch: the standard exceptions of PHP. */
import { PhpArray } from './values/array.ts';
import { toText } from './values/bytes.ts';
import { isSubclass, type Method, type PhpClass, PhpObject, type Value } from './values/value.ts';

/** A thrown object on its way; `message` and `name` are for whoever reports it. */
export class Thrown extends Error {
  readonly object: PhpObject;
  constructor(object: PhpObject) {
    super(toText(String(object.props.get('message') ?? '')));
    this.name = object.cls.name;
    this.object = object;
  }
}

/** `exit` on its way. */
export class Exit {
  readonly exit = true;
}

const property =
  (name: string): Method =>
  (self) =>
    self.props.get(name) as Value;

const methods = new Map<string, Method>([
  ['getmessage', property('message')],
  ['getcode', property('code')],
  ['getprevious', property('previous')],
  ['getfile', () => 'script'],
  ['getline', property('line')],
  ['gettrace', () => PhpArray.empty()],
  ['gettraceasstring', () => '#0 {main}'],
  ['__tostring', (self) => throwableText(self)],
]);

const throwableText = (self: PhpObject): string =>
  `${self.cls.name}: ${self.props.get('message')} in script:${self.props.get('line')}`;

export const classes = new Map<string, PhpClass>();

function throwable(name: string, parent: string | null): void {
  const above = parent === null ? null : (classes.get(parent.toLowerCase()) as PhpClass);
  classes.set(name.toLowerCase(), {
    name,
    parent: above,
    methods,
    ...(above === null ? { interfaces: ['Throwable', 'Stringable'] } : {}),
    construct(self, args) {
      self.props.set('message', args[0] === undefined ? '' : args[0]);
      self.props.set('code', args[1] ?? 0);
      self.props.set('line', 0);
      self.props.set('previous', args[2] ?? null);
    },
    get: (self, key) => (self.props.has(key) ? null : undefined),
    toText: throwableText,
  });
}

for (const [name, parent] of [
  ['Exception', null],
  ['Error', null],
  ['ErrorException', 'Exception'],
  ['TypeError', 'Error'],
  ['ValueError', 'Error'],
  ['ArithmeticError', 'Error'],
  ['DivisionByZeroError', 'ArithmeticError'],
  ['ArgumentCountError', 'TypeError'],
  ['AssertionError', 'Error'],
  ['UnhandledMatchError', 'Error'],
  ['RuntimeException', 'Exception'],
  ['LogicException', 'Exception'],
  ['JsonException', 'Exception'],
  ['BadFunctionCallException', 'LogicException'],
  ['BadMethodCallException', 'BadFunctionCallException'],
  ['DomainException', 'LogicException'],
  ['InvalidArgumentException', 'LogicException'],
  ['LengthException', 'LogicException'],
  ['OutOfRangeException', 'LogicException'],
  ['OutOfBoundsException', 'RuntimeException'],
  ['OverflowException', 'RuntimeException'],
  ['RangeException', 'RuntimeException'],
  ['UnderflowException', 'RuntimeException'],
  ['UnexpectedValueException', 'RuntimeException'],
] as const)
  throwable(name, parent);

export function makeThrowable(name: string, message: string, code: Value = 0): PhpObject {
  const object = new PhpObject(classes.get(name.toLowerCase()) as PhpClass);
  object.cls.construct?.(object, [message, code]);
  return object;
}

export function fail(name: string, message: string, code: Value = 0): never {
  throw new Thrown(makeThrowable(name, message, code));
}

export const isThrowable = (object: PhpObject): boolean => isSubclass(object.cls, 'Throwable');
