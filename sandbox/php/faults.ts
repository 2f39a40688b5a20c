/** What scripts throw and catch: the standard exceptions of PHP. */
import { declareClass, declareWhenAsked, findClass } from './classes.ts';
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

/** Each with the class above it. */
const throwables: Readonly<Record<string, string | null>> = {
  Throwable: 'Stringable',
  Exception: null,
  Error: null,
  ErrorException: 'Exception',
  TypeError: 'Error',
  ValueError: 'Error',
  ArithmeticError: 'Error',
  DivisionByZeroError: 'ArithmeticError',
  ArgumentCountError: 'TypeError',
  AssertionError: 'Error',
  UnhandledMatchError: 'Error',
  RuntimeException: 'Exception',
  LogicException: 'Exception',
  JsonException: 'Exception',
  BadFunctionCallException: 'LogicException',
  BadMethodCallException: 'BadFunctionCallException',
  DomainException: 'LogicException',
  InvalidArgumentException: 'LogicException',
  LengthException: 'LogicException',
  OutOfRangeException: 'LogicException',
  OutOfBoundsException: 'RuntimeException',
  OverflowException: 'RuntimeException',
  RangeException: 'RuntimeException',
  UnderflowException: 'RuntimeException',
  UnexpectedValueException: 'RuntimeException',
};

declareWhenAsked((lowerName) => {
  const name = Object.keys(throwables).find((one) => one.toLowerCase() === lowerName);
  if (name === undefined) return;
  const above = throwables[name] as string | null;
  declareClass({
    name,
    parent: above === null ? null : findClass(above),
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
});

export function makeThrowable(name: string, message: string, code: Value = 0): PhpObject {
  const object = new PhpObject(findClass(name) as PhpClass);
  object.cls.construct?.(object, [message, code]);
  return object;
}

export function fail(name: string, message: string, code: Value = 0): never {
  throw new Thrown(makeThrowable(name, message, code));
}

export const isThrowable = (object: PhpObject): boolean => isSubclass(object.cls, 'Throwable');
