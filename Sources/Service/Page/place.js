// One place in full: its coordinates, its numbers, and why it is as it is.
import { forms } from './coordinates.js';
import { get, quoted, rows } from './service.js';
import { eventQuery, state } from './state.js';
import { measure, named, number, say, valueOf } from './words.js';

const make = (tag, text = '', attributes = {}) => {
  const made = document.createElement(tag);
  made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
};

/** Puts a text on the clipboard; without the right to, it is left marked for the person to copy. */
export const copy = async (text, button) => {
  const before = button.textContent;
  let isCopied = true;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const field = make('textarea');
    field.value = text;
    document.body.append(field);
    field.select();
    isCopied = document.execCommand('copy');
    field.remove();
  }
  button.textContent = say(isCopied ? 'copied' : 'notCopied');
  setTimeout(() => { button.textContent = before; }, 1500);
};

const table = (pairs) => {
  const made = make('table');
  for (const [name, value, note] of pairs) {
    const row = made.insertRow();
    row.append(make('th', name, { scope: 'row' }));
    const cell = row.insertCell();
    cell.textContent = value;
    if (note) cell.append(make('small', note));
  }
  return made;
};

const section = (id, title, ...parts) => {
  const made = make('section', '', { id });
  made.append(make('h3', title), ...parts);
  return made;
};

const coordinates = (place) => {
  const made = section('coordinates', say('position'));
  const list = make('table');
  const words = { zone: say('zone'), outside: say('outside') };
  for (const [name, text, note] of forms(place.lng, place.lat, words)) {
    const row = list.insertRow();
    row.append(make('th', name, { scope: 'row' }));
    const cell = row.insertCell();
    if (text) {
      cell.append(make('code', text));
      const button = make('button', say('copy'), {
        type: 'button', class: 'copy', 'data-form': name, 'aria-label': `${say('copy')} ${name}` });
      button.onclick = () => copy(text, button);
      cell.append(button);
    }
    if (note) cell.append(make('small', note));
  }
  made.append(list);
  return made;
};

/** Bars as long as their numbers; each with its words, for who does not see the bar. */
const bars = (list) => {
  const most = Math.max(...list.map((one) => one.value), 0);
  const made = make('table', '', { class: 'bars' });
  for (const one of list) {
    const row = made.insertRow();
    row.append(make('th', one.name, { scope: 'row' }));
    const bar = make('i');
    bar.style.width = `${most > 0 ? Math.max(1, 100 * one.value / most) : 0}%`;
    const cell = row.insertCell();
    cell.append(bar);
    row.insertCell().textContent = one.text;
  }
  return made;
};

/** What the tile or the feature itself says. */
const ownNumbers = (layer, properties, words) => {
  const pairs = [];
  for (const [key, value] of Object.entries(properties)) {
    if (value === null || value === '' || ['parameters', 'run', 'why_zh', 'why_en'].includes(key)) continue;
    if (key === 'n' && value === 1) continue;
    const kind = key.startsWith('n_') ? words.category(key.slice(2)) : words.field(layer, key);
    pairs.push([kind, key === 'category' ? words.category(value) : valueOf(key, value)]);
  }
  return section('own', say('numbers'), table(pairs));
};

/** The parts of a unit's story, each from its own collection; null where there is nothing. */
const parts = {
  async grids(code, words, grids) {
    const [row] = (await rows(grids, { code }, { most: 1 })).rows;
    if (!row) return null;
    return section('unit', say('unit'), table([
      [say('code'), code], ...[['people', 'population'], ['households', 'households']]
        .filter(([, key]) => row[key] !== '' && row[key] !== undefined)
        .map(([word, key]) => [say(word), number(row[key])]),
    ]));
  },

  async aquaculture_zones(code) {
    const [row] = (await rows('aquaculture_zones', { code }, { most: 1 })).rows;
    if (!row) return null;
    const licence = { valid: say('valid'), expired: say('expired'), none: say('missing') };
    return section('zone', say('zoneOf'), table([
      [say('code'), code], [say('species'), row.species],
      [say('amount'), `${number(row.quantity)} ${measure(row.unit)}`],
      [say('licence'), licence[row.licence] || row.licence],
    ]));
  },

  async hotspots(unit, words) {
    const [row] = (await rows('hotspots', { unit }, { most: 1 })).rows;
    if (!row) return null;
    const look = words.ramps.hotspots.classes.find((c) => c.value === row.class);
    const pairs = [[named(look, row.class), `${number(row.count)} ${say('events')}`,
      ` ${row.valid_from} – ${row.valid_to}`]];
    if (row.z) pairs.push(['z', number(row.z), row.q ? ` q = ${Number(row.q).toPrecision(2)}` : '']);
    return section('hot', say('hot'), table(pairs));
  },

  async safety_index(unit) {
    const [row] = (await rows('safety_index', { unit }, { most: 1 })).rows;
    if (!row) return null;
    const range = `${number(row.low, 1)}–${number(row.high, 1)}`;
    const made = section('index', say('score'), table([
      [`${number(row.score, 1)} (${range})`, '★'.repeat(Number(row.stars)),
        row.rank_low ? ` ${say('rank')} ${row.rank_low}–${row.rank_high}` : ''],
    ]));
    if (row[`why_${state.language}`]) made.append(make('p', row[`why_${state.language}`]));
    return made;
  },

  async safety_index_contributions(unit) {
    const { rows: found } = await rows('safety_index_contributions', { unit }, { most: 200 });
    const losing = found.filter((row) => Number(row.lost) >= 0.05).sort((a, b) => b.lost - a.lost);
    if (!losing.length) return null;
    return section('why', say('why'), bars(losing.map((row) => ({
      name: row[`name_${state.language}`] || row.indicator, value: Number(row.lost),
      text: `−${number(row.lost, 1)}${row.count === '' ? '' : ` · ${number(row.count)}`}`,
    }))));
  },

  async coverage_gaps(unit, words) {
    const { rows: found } = await rows('coverage_gaps', { unit }, { most: 50 });
    if (!found.length) return null;
    return section('gaps', say('gaps'), table(found.map((row) => {
      const look = words.ramps.coverage_gaps.classes.find((c) => c.value === row.class);
      return [row.scheme, named(look, row.class),
        ` ${say('gap')} ${number(row.gap, 0)}${say('of')} ${number(row.exposure, 0)} ${measure(row.measure)}`];
    })));
  },

  async unpaid_eligible(unit) {
    const { rows: found } = await rows('unpaid_eligible', { unit }, { most: 50 });
    const owed = found.filter((row) => Number(row.count) > 0);
    if (!owed.length) return null;
    return section('owed', say('owed'), table(owed.map((row) => [
      row.scheme, `${number(row.count)} ${say('cases')} ${number(row.due_yuan, 0)} ${say('yuan')}`])));
  },
};

/** Events of a grid by category, in the days chosen and, where asked for, in those of another week. */
const kinds = async (code, spans, words) => {
  const counts = await Promise.all(spans.map(async ({ from, to }) => {
    const query = eventQuery({ from, to }, null, { where: `grid = ${quoted(code)}` });
    const { rows: found } = await rows('incidents', query, { most: 20_000 });
    const byKind = new Map();
    for (const row of found) byKind.set(row.category, (byKind.get(row.category) || 0) + 1);
    return byKind;
  }));
  const all = [...new Set(counts.flatMap((c) => [...c.keys()]))];
  const total = (c) => [...c.values()].reduce((a, b) => a + b, 0);
  const made = section('kinds', say('kinds'));
  made.append(make('p', spans.map((s) => (s.from || s.to ? `${s.from} – ${s.to}` : say('all'))).join(' / ')));
  if (!all.length) { made.append(make('p', say('noEvents'))); return made; }
  all.sort((a, b) => (counts[0].get(b) || 0) - (counts[0].get(a) || 0) || (a < b ? -1 : 1));
  made.append(bars(all.map((kind) => ({
    name: words.category(kind), value: counts[0].get(kind) || 0,
    text: counts.map((c) => number(c.get(kind) || 0)).join(' / '),
  }))));
  made.append(make('p', `${say('total')} ${counts.map((c) => number(total(c))).join(' / ')}`));
  return made;
};

let latest = 0;

/**
 * Shows a place: `feature` is what was clicked, with `layer`, `id` and `properties`, or null for a
 * bare position; `code` is the unit that it is or lies in.
 */
export const showPlace = async ({ place, feature, code, title, spans }, drawing, words) => {
  latest += 1;
  const mine = latest;
  const body = document.getElementById('detail-body');
  const panel = document.getElementById('detail');
  const head = make('h2', title);
  head.tabIndex = -1;
  const story = make('div', '', { id: 'story', 'aria-busy': 'true' });
  body.replaceChildren(head, story, coordinates(place));
  panel.hidden = false;
  const add = (made) => { if (made && mine === latest) story.append(made); };
  if (feature) {
    const n = feature.properties.n || feature.properties.merged || 1;
    if (n > 1) add(make('p', say('deeper')));
    let { properties } = feature;
    // Of a single point the tile has its key alone.
    if (feature.id !== undefined && n === 1 && !feature.isComputed) {
      try {
        ({ properties } = await get(`/collections/${feature.layer}/items/${feature.id}`));
        if (feature.layer === 'incidents' && !code) code = properties.grid || '';
      } catch { /* What the tile says stays. */ }
    }
    add(ownNumbers(feature.layer, properties, words));
  }
  if (code) {
    const grids = drawing.grids;
    const wanted = [];
    if (grids) wanted.push(parts.grids(code, words, grids));
    if (drawing.has('aquaculture_zones')) wanted.push(parts.aquaculture_zones(code));
    for (const name of ['hotspots', 'safety_index', 'safety_index_contributions']) {
      if (drawing.has(name)) wanted.push(parts[name](code, words));
    }
    if (drawing.has('incidents')) wanted.push(kinds(code, spans, words));
    for (const name of ['coverage_gaps', 'unpaid_eligible']) {
      if (drawing.has(name)) wanted.push(parts[name](code, words));
    }
    // In this order, whichever answer comes first.
    for (const part of wanted) {
      try { add(await part); } catch { add(make('p', say('failed'))); }
    }
  }
  if (mine === latest) story.setAttribute('aria-busy', 'false');
};
