/** Shows the OpenAPI document by noun, and tries calls out with the reader's key. Everything is text: nothing is parsed as HTML. */
const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
const DEEPEST = 6;

const openApi = await (await fetch('/openapi.json')).json();
const key = document.getElementById('key');
key.value = sessionStorage.getItem('key') ?? '';
key.addEventListener('input', () => sessionStorage.setItem('key', key.value));

const nouns = new Map();
for (const [path, item] of Object.entries(openApi.paths)) {
  for (const method of METHODS) {
    const call = item[method];
    if (!call) continue;
    const noun = call.tags?.[0] ?? 'other';
    nouns.set(noun, [...(nouns.get(noun) ?? []), { path, method, call }]);
  }
}
document.getElementById('nouns').append(...[...nouns.keys()].map((noun) => element('a', { href: `#${noun}` }, noun)));
document
  .getElementById('calls')
  .replaceChildren(
    element('p', { class: 'faint' }, openApi.info.description),
    ...[...nouns].map(([noun, calls]) =>
      element('section', {}, element('h2', { id: noun }, noun), ...calls.map(callView)),
    ),
  );
if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();

document.getElementById('filter').addEventListener('input', ({ target }) => {
  const wanted = target.value.toLowerCase();
  for (const view of document.querySelectorAll('details.call')) view.hidden = !view.dataset.words.includes(wanted);
  for (const section of document.querySelectorAll('section')) {
    section.hidden = section.querySelector('details.call:not([hidden])') === null;
  }
});

function callView({ path, method, call }) {
  const view = element(
    'details',
    { class: 'call', 'data-words': `${method} ${path} ${call.summary}`.toLowerCase() },
    element(
      'summary',
      {},
      element('span', { class: `method ${method}` }, method.toUpperCase()),
      element('code', {}, path),
      element('span', { class: 'faint' }, call.summary ?? ''),
    ),
  );
  // Built when it is opened: the page has a hundred of them.
  view.addEventListener('toggle', () => view.childElementCount === 1 && view.append(details({ path, method, call })));
  return view;
}

function details({ path, method, call }) {
  const bodySchema = call.requestBody?.content?.['application/json']?.schema;
  const inputs = (call.parameters ?? []).map((parameter) => ({ parameter, input: element('input', { size: 30 }) }));
  const sent = bodySchema && element('textarea', { spellcheck: 'false', 'aria-label': 'Body' });
  if (sent) sent.value = JSON.stringify(example(bodySchema), null, 2);
  const shown = element('pre', { hidden: '' });
  const curl = element('pre', {});
  const button = element('button', { type: 'button' }, 'Send');

  const request = () => {
    const address = inputs
      .filter(({ parameter }) => parameter.in === 'path')
      .reduce(
        (text, { parameter, input }) => text.replace(`{${parameter.name}}`, encodeURIComponent(input.value)),
        path,
      );
    const query = new URLSearchParams(
      inputs
        .filter(({ parameter, input }) => parameter.in === 'query' && input.value !== '')
        .map(({ parameter, input }) => [parameter.name, input.value]),
    );
    return { url: query.size > 0 ? `${address}?${query}` : address, body: sent?.value };
  };
  const showCurl = () => {
    const { url, body } = request();
    const data = body === undefined ? '' : ` \\\n  -H 'Content-Type: application/json' -d ${quoted(body)}`;
    curl.textContent = `curl -X ${method.toUpperCase()} ${quoted(location.origin + url)} \\\n  -H "Authorization: Bearer $SVERKA_KEY"${data}`;
  };
  button.addEventListener('click', async () => {
    const { url, body } = request();
    const headers = {
      Authorization: `Bearer ${key.value}`,
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
    };
    shown.hidden = false;
    shown.textContent = 'Sending…';
    try {
      const answer = await fetch(url, { method: method.toUpperCase(), headers, body });
      const text = await answer.text();
      shown.textContent = `${answer.status}\n\n${pretty(text)}`;
    } catch (error) {
      shown.textContent = `The call did not come through: ${error.message}`;
    }
  });
  const view = element('div', {});
  view.addEventListener('input', showCurl);
  showCurl();

  if (inputs.length > 0) {
    view.append(
      element(
        'table',
        {},
        ...inputs.map(({ parameter, input }) => {
          input.placeholder = parameter.schema?.default === undefined ? '' : String(parameter.schema.default);
          return element(
            'tr',
            {},
            element('td', {}, element('code', {}, parameter.name), parameter.required ? ' *' : ''),
            element('td', {}, typeText(parameter.schema ?? {})),
            element('td', { class: 'faint' }, parameter.description ?? parameter.schema?.description ?? ''),
            element('td', {}, input),
          );
        }),
      ),
    );
  }
  if (sent) view.append(element('h3', {}, 'Body'), schemaTable(bodySchema), sent);
  view.append(button, shown, element('h3', {}, 'curl'), curl);
  for (const [status, answer] of Object.entries(call.responses)) {
    const schema = Object.values(answer.content ?? {})[0]?.schema;
    view.append(element('h3', {}, `Answer ${status}`));
    if (schema) view.append(element('pre', {}, JSON.stringify(example(schema), null, 2)));
  }
  return view;
}

function schemaTable(schema) {
  const { properties = {}, required = [], anyOf, oneOf, items } = resolve(schema);
  const inner = (anyOf ?? oneOf)?.[0] ?? items;
  if (Object.keys(properties).length === 0) return inner ? schemaTable(inner) : element('p', {}, typeText(schema));
  const rows = Object.entries(properties).map(([name, field]) => {
    const shown = resolve(field);
    const fallback = shown.default === undefined ? '' : ` = ${JSON.stringify(shown.default)}`;
    return element(
      'tr',
      {},
      element('td', {}, element('code', {}, name), required.includes(name) ? ' *' : ''),
      element('td', {}, typeText(field) + fallback),
      element('td', { class: 'faint' }, shown.description ?? ''),
    );
  });
  return element('table', {}, ...rows);
}

function typeText(schema) {
  const shown = resolve(schema);
  const choice = shown.anyOf ?? shown.oneOf;
  if (choice) return choice.map(typeText).join(' | ');
  if (shown.enum) return shown.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (shown.const !== undefined) return JSON.stringify(shown.const);
  if (shown.type === 'array') return `[${typeText(shown.items ?? {})}]`;
  const bounds = [shown.minimum, shown.maximum].every((bound) => bound === undefined)
    ? ''
    : ` ${shown.minimum ?? ''}…${shown.maximum ?? ''}`;
  return [shown.type].flat().filter(Boolean).join(' | ') + bounds;
}

function example(schema, depth = 0) {
  const shown = resolve(schema);
  if (shown.example !== undefined) return shown.example;
  if (shown.default !== undefined) return shown.default;
  if (shown.const !== undefined) return shown.const;
  if (shown.enum) return shown.enum[0];
  const choice = shown.anyOf ?? shown.oneOf ?? shown.allOf;
  if (choice) return example(choice[0], depth);
  const type = [shown.type].flat()[0];
  if (type === 'array') return depth > DEEPEST ? [] : [example(shown.items ?? {}, depth + 1)];
  if (type === 'object' || shown.properties) {
    if (depth > DEEPEST) return {};
    return Object.fromEntries(
      Object.entries(shown.properties ?? {}).map(([name, field]) => [name, example(field, depth + 1)]),
    );
  }
  if (type === 'integer' || type === 'number') return shown.minimum ?? 0;
  if (type === 'boolean') return false;
  if (type === 'string') return shown.format === 'date-time' ? '2026-01-31T12:00:00Z' : '';
  return null;
}

function resolve(schema) {
  const name = schema.$ref?.replace('#/components/schemas/', '');
  return name ? { ...openApi.components.schemas[name], ...withoutRef(schema) } : schema;
}

function withoutRef({ $ref: _, ...rest }) {
  return rest;
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function quoted(text) {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}
