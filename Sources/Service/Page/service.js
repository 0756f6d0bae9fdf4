// Questions to the service that the page came from.

/** An answer that is none; `status` is HTTP's. */
export class Refusal extends Error {
  constructor(status, detail) {
    super(detail || String(status));
    this.status = status;
  }
}

const ask = async (path, accept, options = {}) => {
  const answer = await fetch(path, { ...options, headers: { Accept: accept, ...options.headers } });
  if (answer.ok) return answer;
  let detail = '';
  try { detail = (await answer.json()).detail; } catch { /* No problem document. */ }
  throw new Refusal(answer.status, detail);
};

export const get = async (path, options) => (await ask(path, 'application/json', options)).json();

const address = (layer, query) => `/collections/${layer}/items?${new URLSearchParams(query)}`;

/** The features of a layer that match, with their geometry; at most `limit` of them. */
export const features = async (layer, query) => (await get(address(layer, query))).features;

/** How many match; null where the service does not tell. */
export const howMany = async (layer, query, options) => {
  const page = await get(address(layer, { ...query, limit: 1 }), options);
  return page.numberMatched ?? null;
};

/** RFC 4180, with a byte order mark or without. */
export const parseTable = (text) => {
  const rows = [];
  const cell = /("(?:[^"]|"")*"|[^,"\r\n]*)(,|\r?\n|$)/y;
  let row = [];
  cell.lastIndex = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  while (cell.lastIndex < text.length) {
    const found = cell.exec(text);
    if (!found) break;
    const value = found[1];
    row.push(value.startsWith('"') ? value.slice(1, -1).replaceAll('""', '"') : value);
    if (found[2] !== ',') { rows.push(row); row = []; }
  }
  if (row.length) rows.push(row);
  const [names = [], ...rest] = rows;
  return rest.filter((cells) => cells.length === names.length)
    .map((cells) => Object.fromEntries(names.map((name, i) => [name, cells[i]])));
};

/** The attributes of what matches, as texts, with `lon` and `lat` of a point in each; page by page. */
export const rows = async (layer, query, { most = 10000, signal } = {}) => {
  let next = address(layer, { ...query, limit: Math.min(most, 10000), f: 'csv' });
  const all = [];
  while (next && all.length < most) {
    const answer = await ask(next, 'text/csv', { signal });
    for (const row of parseTable(await answer.text())) all.push(row);
    const link = /<([^>]+)>;\s*rel="next"/.exec(answer.headers.get('Link') || '');
    next = link && new URL(link[1]).pathname + new URL(link[1]).search;
  }
  return { rows: all, isAll: !next };
};

/** A process, computed now. */
export const compute = async (process, inputs, signal) => (await ask(
  `/processes/${process}/execution`, 'application/geo+json, application/json', {
    method: 'POST', signal, body: JSON.stringify({ inputs }),
    headers: { 'Content-Type': 'application/json' },
  })).json();

/** A text as CQL2 has it. */
export const quoted = (text) => `'${text.replaceAll("'", "''")}'`;
