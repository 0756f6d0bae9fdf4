// The map page of Anlan: everything that it shows comes from the service that served it.
import { Drawing } from './layers.js';
import { copy, showPlace } from './place.js';
import * as ranking from './rank.js';
import { compute, features, get, howMany, quoted } from './service.js';
import {
  boxOf, byGrid, codeColumn, eventQuery, isOfEvents, readAddress, shownQuery, spanOf, spans, state,
  tileQuery, writeAddress,
} from './state.js';
import * as weeks from './weeks.js';
import { named, number, say, speak } from './words.js';

const $ = (id) => document.getElementById(id);
const at = readAddress();
const map = new maplibregl.Map({
  container: 'map',
  style: { version: 8, sources: {}, layers: [{ id: 'sea', type: 'background', paint: {} }] },
  center: at ? [at[2], at[1]] : [120, 26.9], zoom: at ? at[0] : 8,
  attributionControl: { compact: true }, maxZoom: 18, fadeDuration: 0,
});
map.addControl(new maplibregl.NavigationControl({ showCompass: false }), 'top-right');
map.addControl(new maplibregl.ScaleControl({ unit: 'metric' }), 'bottom-right');
map.on('error', (event) => console.error(event.error ? event.error.message : event));
// For who watches from outside: whether all that was asked for is drawn.
const isIdle = (flag) => { document.documentElement.dataset.idle = String(flag); };
map.on('idle', () => isIdle($('panel').getAttribute('aria-busy') === 'false'));
map.on('movestart', () => { isIdle(false); $('panel').dataset.settled = 'false'; });

let drawing;
let collections = [];
let settings = {};
let categories = new Map();
let units = [];
const fields = {};
// What was computed now, until something else is chosen.
let computed = null;
// Counts by grid that the map shows now.
let counts = null;
let running = null;

const names = {
  ramps: {},
  category: (key) => named(categories.get(key), key || say('all')),
  field: (layer, key) => (state.language === 'zh' && fields[layer]?.[key]) || key.replaceAll('_', ' '),
};
const busy = (flag) => {
  $('panel').setAttribute('aria-busy', String(flag));
  isIdle(false);
  if (flag) $('panel').dataset.settled = 'false';
  else map.triggerRepaint();
};
const tell = (text) => { $('note').textContent = text; };
const reason = (error) => ({ 401: say('mayNot'), 403: say('mayNot'), 413: say('tooMany') }[error.status]
  || `${say('failed')}: ${error.message}`);

// MARK: Drawing

const fieldsOf = async (layer) => {
  if (fields[layer]) return;
  const found = await get(`/collections/${layer}/queryables`);
  fields[layer] = Object.fromEntries(
    Object.entries(found.properties).map(([key, field]) => [key, field.title || key]));
};

const drawCounts = async () => {
  const [now, before] = await Promise.all(spans().map((span) => weeks.countByGrid(
    eventQuery(span, fields.incidents, { category: state.category }))));
  counts = before ? weeks.difference(now, before) : now;
  drawing.show(drawing.grids, { counts, ramp: state.against ? 'grid_change' : 'grid_counts' });
};

const drawArea = async () => {
  const unit = units.find((one) => one.unit === state.area);
  // What has a code is chosen by it; what has none on its tiles is veiled where it lies outside.
  const column = state.layer === byGrid ? 'code' : state.layer === 'incidents' ? '' : codeColumn(fields[state.layer]);
  drawing.outline(unit?.geometry, state.area, column);
};

const remark = () => {
  const collection = collections.find((c) => c.id === (state.layer === byGrid ? 'incidents' : state.layer));
  const parts = [];
  if (collection?.synthetic) parts.push(say('synthetic'));
  const interval = collection?.extent?.temporal?.interval?.[0];
  if (interval && !isOfEvents(state.layer)) {
    parts.push(`${say('counted')} ${interval.map((t) => t.slice(0, 10)).join(' – ')}`);
  }
  const held = (settings.categories || []).filter((c) => c.aggregateOnly).length;
  if (held && isOfEvents(state.layer)) parts.push(say('held'));
  return parts.join(' · ');
};

let drawn = 0;
const redraw = async () => {
  drawn += 1;
  const mine = drawn;
  running?.abort();
  computed = null;
  counts = null;
  for (const part of document.querySelectorAll('.of-events')) {
    part.classList.toggle('away', !isOfEvents(state.layer));
  }
  for (const part of document.querySelectorAll('.of-counts')) {
    part.classList.toggle('away', state.layer !== byGrid);
  }
  fill();
  tell(remark());
  busy(true);
  try {
    await fieldsOf(state.layer === byGrid ? 'incidents' : state.layer);
    if (mine !== drawn) return;
    if (state.layer === byGrid) {
      tell(say('loading'));
      await drawCounts();
      if (mine !== drawn) return;
      tell(remark());
    } else {
      drawing.show(state.layer, { query: tileQuery() });
    }
    await drawArea();
  } catch (error) { tell(reason(error)); }
  if (mine !== drawn) return;
  busy(false);
  settled();
};

// MARK: The view's own numbers

let asking = null;

/** After the map came to rest: the address, the links, how many, and the list. */
const settled = async () => {
  writeAddress(map);
  if (!drawing || !state.layer) return;
  $('panel').dataset.settled = 'false';
  asking?.abort();
  asking = new AbortController();
  const { signal } = asking;
  links();
  try {
    const [layer, query] = shownQuery(map, fields);
    const n = computed ? computed.features.length : await howMany(layer, query, { signal });
    const unit = !computed && isOfEvents(state.layer) ? 'events' : 'features';
    $('shown').textContent = n === null ? '' : `${say('shown')} ${number(n)} ${say(unit)}`
      + (n > 10_000 && !computed ? ` · ${say('most')}` : '');
    $('shown').dataset.count = n ?? '';
    ranking.write($('list'), say(counts ? (state.against ? 'risen' : 'counts') : 'list'), await listed(signal), take);
  } catch (error) {
    if (error.name === 'AbortError') return;
    $('list').textContent = reason(error);
  }
  $('panel').dataset.settled = 'true';
};

const listed = async (signal) => {
  if (computed) return ranking.markedComputed(computed);
  if (counts) return ranking.markedCounts(drawing.grids, counts, Boolean(state.against), signal);
  if (!ranking.isListed(state.layer)) return [];
  return ranking.marked(state.layer, shownQuery(map, fields)[1], signal);
};

let blobs = [];
const links = () => {
  for (const blob of blobs) URL.revokeObjectURL(blob);
  blobs = [];
  const [layer, query] = shownQuery(map, fields);
  for (const [id, form] of [['csv', 'csv'], ['geojson', 'json']]) {
    $(id).href = `/collections/${layer}/items?${new URLSearchParams({ ...query, limit: 10_000, f: form })}`;
    $(id).download = `${layer}.${id}`;
  }
  $('csv').classList.toggle('away', Boolean(computed));
  if (computed) {
    blobs = [URL.createObjectURL(new Blob([JSON.stringify(computed)], { type: 'application/geo+json' }))];
    $('geojson').href = blobs[0];
    $('geojson').download = 'hotspots.geojson';
  }
};

// MARK: Places

const open = (place, { feature = null, code = '', title = '' } = {}) => {
  state.place = code;
  writeAddress(map);
  return showPlace({ place, feature, code, title: title || say('place'), spans: spans() }, drawing, names);
};

/** One of the list. */
const take = (one) => {
  // On a phone the place's own panel covers the lower half: the place shows above it.
  const offset = [0, isPhone() ? -0.22 * map.getContainer().clientHeight : 0];
  map.easeTo({ center: [one.lon, one.lat], zoom: Math.max(map.getZoom(), 13), offset, animate: false });
  const title = one.row.name || one.row.incident || one.text;
  const feature = one.code ? null : { layer: state.layer, properties: one.row, isComputed: true };
  open({ lng: one.lon, lat: one.lat }, { feature, code: one.code, title });
  if (isPhone() && !$('panel').classList.contains('folded')) fold();
  $('detail-body').querySelector('h2').focus();
};

const click = (event) => {
  const found = drawing?.at(event.point);
  if (!found) { open(event.lngLat); return; }
  const p = found.properties;
  const isComputed = found.source === 'computed';
  const layer = isComputed ? 'hotspots' : state.layer;
  const code = p.unit || p.code || '';
  const n = p.n || p.merged || 1;
  const title = p.name || code || (n > 1 ? `${number(n)} ${say('together')}` : titleOf(layer));
  // A unit's own story says what its tile says, and more.
  const isTold = code && (layer === byGrid || ['grids', 'lattice', 'hotspots', 'safety_index'].includes(layer));
  open(event.lngLat, { code, title,
    feature: isTold && !isComputed ? null : { layer, id: found.id, properties: p, isComputed } });
};

/** The place of a link, found again by its code. */
const reopen = async () => {
  if (!state.place) return;
  for (const layer of [drawing.grids, 'aquaculture_zones'].filter((name) => name && drawing.has(name))) {
    const [feature] = await features(layer, { filter: `code = ${quoted(state.place)}`, limit: 1 });
    if (!feature) continue;
    const [lng, lat] = ranking.middle(feature.geometry);
    await open({ lng, lat }, { code: state.place, title: feature.properties.name || state.place });
    return;
  }
};

// MARK: Hot spots, computed now

const computeHotspots = async () => {
  if (running) { running.abort(); return; }
  running = new AbortController();
  const button = $('hotspots');
  button.textContent = say('stop');
  tell(say('computing'));
  busy(true);
  const inputs = { bbox: boxOf(map).split(',').map(Number) };
  if (state.category) inputs.category = [state.category];
  if (state.from || state.to) inputs.datetime = spanOf(state.from, state.to);
  if (state.area) inputs.area = state.area;
  try {
    const found = await compute('hotspots', inputs, running.signal);
    computed = { type: 'FeatureCollection', features: found.features };
    drawing.showComputed(computed, 'hotspots');
    await drawArea();
    const hot = computed.features.filter((f) => /^hot_/.test(f.properties.class)).length;
    const choice = [state.category && names.category(state.category), inputs.datetime].filter(Boolean);
    tell([say('computed'), ...choice, hot ? '' : say('noHot')].filter(Boolean).join(' · '));
  } catch (error) {
    if (error.name === 'AbortError') tell(remark());
    else tell([404, 405, 501].includes(error.status) ? say('cannot') : reason(error));
  }
  running = null;
  busy(false);
  button.textContent = button.dataset[state.language];
  settled();
};

// MARK: The controls

const titleOf = (layer) => {
  if (layer === byGrid) return say('byGrid');
  const collection = collections.find((c) => c.id === layer);
  return state.language === 'zh' ? collection?.title || layer : drawing.ramps[layer]?.en || layer.replaceAll('_', ' ');
};

const options = (id, list, value) => {
  $(id).replaceChildren(...list.map(([key, text]) => new Option(text, key)));
  $(id).value = list.some(([key]) => key === value) ? value : '';
};

const drawable = () => collections.filter((c) => c.links.some((l) => l.rel.endsWith('tilesets-vector'))).map((c) => c.id);

const layerList = () => {
  const list = drawable();
  const withCounts = list.includes('incidents') && drawing.grids ? [byGrid, ...list] : list;
  return withCounts.map((id) => [id, titleOf(id)]);
};

const weekTitle = (week) => `${week}（${weeks.daysOf(week).map((d) => d.slice(5)).join(' – ')}）`;

/** The controls as the choice has them. */
const fill = () => {
  options('layer', layerList(), state.layer);
  options('category', [['', say('all')], ...[...categories.keys()].map((key) => [key, names.category(key)])], state.category);
  const chosen = weeks.weekBetween(state.from, state.to);
  const list = settings.weeks || [];
  const extra = chosen && !list.includes(chosen) ? [chosen] : [];
  options('week', [['', say('all')], ...[...extra, ...list].map((w) => [w, weekTitle(w)])], chosen);
  options('against', [['', say('none')], ...list.map((w) => [w, weekTitle(w)])], state.against);
  options('area', [['', say('all')], ...units.map((u) => [u.unit, u.name])], state.area);
  options('base', [['', say('noBase')], ['map', say('map')], ['picture', say('picture')]], state.base);
  $('base-choice').hidden = !settings.tianditu?.key;
  $('from').value = state.from;
  $('to').value = state.to;
  $('summary').textContent = [titleOf(state.layer), isOfEvents(state.layer) && state.category && names.category(state.category),
    isOfEvents(state.layer) && spanOf(state.from, state.to), units.find((u) => u.unit === state.area)?.name].filter(Boolean).join(' · ');
  $('language').textContent = state.language === 'zh' ? 'English' : '中文';
  $('language').lang = state.language === 'zh' ? 'en' : 'zh';
};

const isPhone = () => matchMedia('(max-width: 40rem)').matches;
const fold = () => {
  const isFolded = $('panel').classList.toggle('folded');
  $('controls').classList.toggle('away', isFolded);
  $('fold').setAttribute('aria-expanded', String(!isFolded));
  $('fold').textContent = isFolded ? '▸' : '▾';
};

const closePlace = () => { $('detail').hidden = true; state.place = ''; writeAddress(map); };

const toArea = async () => {
  const unit = units.find((one) => one.unit === state.area);
  if (!unit?.geometry) return;
  const bounds = new maplibregl.LngLatBounds();
  for (const point of unit.geometry.coordinates.flat(unit.geometry.type === 'MultiPolygon' ? 2 : 1)) bounds.extend(point);
  map.fitBounds(bounds, { padding: 30, animate: false });
};

const listen = () => {
  $('layer').onchange = (event) => {
    state.layer = event.target.value;
    closePlace();
    // Counts of all years say little: the latest week is what one asks for.
    if (state.layer === byGrid && !state.from && !state.to && settings.weeks?.length) [state.from, state.to] = weeks.daysOf(settings.weeks[0]);
    redraw();
  };
  for (const key of ['category', 'from', 'to', 'against', 'base']) {
    $(key).onchange = (event) => { state[key] = event.target.value; redraw(); };
  }
  $('week').onchange = (event) => {
    [state.from, state.to] = event.target.value ? weeks.daysOf(event.target.value) : ['', ''];
    redraw();
  };
  $('area').onchange = async (event) => { state.area = event.target.value; await toArea(); redraw(); };
  $('language').onclick = () => {
    state.language = state.language === 'zh' ? 'en' : 'zh';
    speak();
    redraw();
    reopen();
  };
  $('fold').onclick = fold;
  $('close').onclick = closePlace;
  $('share').onclick = () => { writeAddress(map); copy(location.href, $('share')); };
  $('here').onclick = () => open(map.getCenter(), { title: say('centre') });
  $('hotspots').onclick = computeHotspots;
  document.addEventListener('keydown', (event) => { if (event.key === 'Escape') closePlace(); });
  let waiting;
  map.on('moveend', () => { clearTimeout(waiting); waiting = setTimeout(settled, 250); });
  map.on('click', click);
  addEventListener('hashchange', () => {
    const place = readAddress();
    if (place) map.jumpTo({ center: [place[2], place[1]], zoom: place[0] });
    $('detail').hidden = true;
    speak();
    redraw();
    reopen();
  });
};

// MARK: Beginning

const begin = async () => {
  speak();
  const [listed, styles, served] = await Promise.all([
    get('/collections'), get('/page/ramps.json'), get('/page/settings.json').catch(() => ({}))]);
  ({ collections } = listed);
  settings = served;
  names.ramps = styles.layers;
  drawing = new Drawing(map, styles.layers, collections, settings);
  map.setPaintProperty('sea', 'background-color', styles.layers.sea.classes[0].fill);
  categories = new Map((settings.categories || []).map((c) => [c.key, c]));
  if (drawing.has('incidents')) {
    const known = settings.kinds || [...categories.keys()];
    categories = new Map(known.map((key) => [key, categories.get(key) || { zh: key, en: key }])
      .filter(([, category]) => !category.aggregateOnly));
    const last = await weeks.lastDay(collections, settings.days?.[1]).catch(() => '');
    settings.weeks = last ? weeks.weeksBefore(last, 106) : [];
  }
  if (drawing.has('units')) {
    const found = await features('units', { limit: 1000 }).catch(() => []);
    units = found.map((f) => ({ ...f.properties, geometry: f.geometry }));
  }
  const able = layerList().map(([id]) => id);
  if (!able.includes(state.layer)) state.layer = ['hotspots', 'grids', 'incidents'].find((n) => able.includes(n)) || able[0] || '';
  if (!state.layer) { tell(say('failed')); return; }
  if (!at) {
    const tiles = await get(`/collections/${state.layer === byGrid ? drawing.grids : state.layer}/tilejson`).catch(() => ({}));
    if (tiles.bounds) map.fitBounds(tiles.bounds, { padding: 40, animate: false });
  }
  listen();
  await redraw();
  await reopen();
};

if (isPhone()) fold();
map.on('load', () => begin().catch((error) => tell(reason(error))));
