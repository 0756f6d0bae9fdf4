// The places of the view that stand out most: a list for the keyboard and the screen reader, and
// the answer to "where is it worst".
import { quoted, rows } from './service.js';
import { measure, number, say } from './words.js';

const events = (n) => `${number(n)} ${say('events')}`;
const yuan = (n) => `${number(n, 0)} ${say('yuan')}`;
const title = (row) => row.name || row.unit || row.code;

/**
 * How each layer is listed: which of its features, in which order, and what is said of one. Who may
 * not choose by a number gets all of them, and `keep` chooses here.
 */
const lists = {
  hotspots: {
    filter: "class IN ('hot_99','hot_95')", keep: (row) => /^hot_/.test(row.class),
    order: (row) => [row.class === 'hot_99' ? 0 : 1, -row.z],
    text: (row) => `${title(row)} · ${events(row.count)}${row.z ? ` · z ${number(row.z, 1)}` : ''}`,
  },
  safety_index: {
    filter: 'stars <= 2', keep: (row) => row.stars !== '' && row.stars <= 2, order: (row) => [Number(row.score)],
    text: (row) => `${title(row)} · ${number(row.score, 1)} · ${'★'.repeat(Number(row.stars))}`,
  },
  coverage_gaps: {
    filter: "class = 'none' AND gap > 0", keep: (row) => row.class === 'none' && row.gap > 0,
    // Zones before land, and by what is lost rather than by mu, whose sizes do not compare.
    order: (row) => [row.level === 'zone' ? 0 : 1, row.measure === 'yuan' ? 0 : 1, -row.gap],
    isOnce: true,
    text: (row) => `${title(row)} · ${row.scheme} · ${say('gap')} ${number(row.gap, 0)} ${measure(row.measure)}`,
  },
  unpaid_eligible: {
    filter: 'count > 0', keep: (row) => row.count > 0, order: (row) => [-row.count],
    text: (row) => `${title(row)} · ${number(row.count)} ${say('cases')} ${yuan(row.due_yuan)}`,
  },
  eligibility: {
    filter: "verdict = 'eligible' AND claims = 0", keep: (row) => row.verdict === 'eligible' && row.claims === '0',
    order: (row) => [-row.due_yuan],
    text: (row) => `${row.incident} · ${row.item} · ${yuan(row.due_yuan)}`,
  },
  exposure: {
    filter: 'sum_uninsured > 0', keep: (row) => row.sum_uninsured > 0, order: (row) => [-row.sum_uninsured],
    text: (row) => `${title(row)} · ${yuan(row.sum_uninsured)}`,
  },
  clusters: {
    filter: "change <> 'gone'", keep: (row) => row.change !== 'gone', order: (row) => [-row.n],
    text: (row) => `${row.cluster} · ${events(row.n)} · ${row.first} – ${row.last}`,
  },
  scan_clusters: {
    filter: 'p <= 0.05', keep: (row) => row.p !== '' && row.p <= 0.05, order: (row) => [Number(row.rank)],
    text: (row) => `${row.rank} · ${events(row.observed)} · p ${number(row.p, 4)}`,
  },
};

export const isListed = (layer) => layer in lists;

const before = (a, b) => {
  for (let i = 0; i < a.length; i += 1) if (a[i] !== b[i]) return a[i] < b[i] ? -1 : 1;
  return 0;
};

/** The most marked features of a published layer within a query, as [text, code, lon, lat]. */
export const marked = async (layer, query, signal) => {
  const list = lists[layer];
  const filter = [list.filter, query.filter].filter(Boolean).join(' AND ');
  let found;
  try {
    found = await rows(layer, { ...query, filter }, { signal });
  } catch (error) {
    if (error.status !== 400 && error.status !== 403) throw error;
    found = await rows(layer, query, { signal });
  }
  return sorted(found.rows.filter(list.keep), list).map((row) => (
    { text: list.text(row), code: row.unit, lon: Number(row.lon), lat: Number(row.lat), row }));
};

const sorted = (all, list) => {
  const seen = new Set();
  return all.map((row) => [list.order(row), row]).sort((a, b) => before(a[0], b[0]))
    .map((pair) => pair[1])
    .filter((row) => !list.isOnce || (!seen.has(row.unit) && seen.add(row.unit)))
    .slice(0, 12);
};

/** The same of hot spots that were computed. */
export const markedComputed = (collection) => {
  const list = lists.hotspots;
  const hot = collection.features.filter((f) => /^hot_/.test(f.properties.class));
  const byRow = new Map(hot.map((f) => [f.properties, f]));
  return sorted([...byRow.keys()], list).map((row) => {
    const [lon, lat] = middle(byRow.get(row).geometry);
    return { text: list.text(row), code: row.unit, lon, lat, row };
  });
};

/** The grids with the most events, or where they rose most; named by the rows of the grid layer. */
export const markedCounts = async (grids, counts, isChange, signal) => {
  const most = [...counts].filter(([, n]) => n > 0)
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, 12);
  if (!most.length) return [];
  const codes = most.map(([code]) => quoted(code)).join(',');
  const found = await rows(grids, { filter: `code IN (${codes})` }, { signal });
  const byCode = new Map(found.rows.map((row) => [row.code, row]));
  return most.filter(([code]) => byCode.has(code)).map(([code, n]) => {
    const row = byCode.get(code);
    const text = `${title(row)} · ${isChange ? '+' : ''}${events(n)}`;
    return { text, code, lon: Number(row.lon), lat: Number(row.lat), row: { ...row, count: n } };
  });
};

/** The middle of a geometry's box. */
export const middle = (geometry) => {
  const points = geometry.coordinates.flat(geometry.type === 'MultiPolygon' ? 2
    : geometry.type === 'Polygon' || geometry.type === 'MultiLineString' ? 1 : 0);
  const list = geometry.type === 'Point' ? [geometry.coordinates] : points;
  const [xs, ys] = [list.map((p) => p[0]), list.map((p) => p[1])];
  return [(Math.min(...xs) + Math.max(...xs)) / 2, (Math.min(...ys) + Math.max(...ys)) / 2];
};

/** Writes a list of buttons; `choose` is called with the one that is taken. */
export const write = (target, head, list, choose) => {
  if (!list.length) { target.replaceChildren(); return; }
  const heading = document.createElement('h2');
  heading.textContent = head;
  const made = document.createElement('ol');
  for (const one of list) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = one.text;
    if (one.code) button.dataset.code = one.code;
    button.onclick = () => choose(one);
    const item = document.createElement('li');
    item.append(button);
    made.append(item);
  }
  target.replaceChildren(heading, made);
};
