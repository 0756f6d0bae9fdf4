// What is chosen, what that asks of the service, and the part of the address that brings it back.
import { quoted } from './service.js';
import { daysOf } from './weeks.js';

/** The layer that is counted here: it has no collection of its own. */
export const byGrid = 'by_grid';
export const isOfEvents = (layer) => layer === 'incidents' || layer === byGrid;

export const state = {
  language: 'zh', layer: '', category: '', from: '', to: '', against: '', area: '', place: '', base: '',
};

const day = /^\d{4}-\d{2}-\d{2}$/;
const fits = {
  language: /^(zh|en)$/, layer: /^\w{1,60}$/, category: /^[^,]{0,60}$/, from: day, to: day,
  against: /^\d{4}-W\d{2}$/, area: /^[\w-]{1,40}$/, place: /^[\w-]{1,40}$/, base: /^(map|picture)$/,
};

/** Reads the address; a value that cannot be one is passed over. Gives [zoom, lat, lon] or null. */
export const readAddress = () => {
  const given = new URLSearchParams(location.hash.slice(1));
  for (const key of Object.keys(state)) {
    const value = given.get(key) || '';
    state[key] = fits[key].test(value) ? value : '';
  }
  if (!state.language) state.language = navigator.language.startsWith('zh') ? 'zh' : 'en';
  const at = (given.get('at') || '').split('/').map(Number);
  const isPlace = at.length === 3 && at.every(Number.isFinite) && Math.abs(at[1]) <= 85 && at[0] <= 24;
  return isPlace ? at : null;
};

export const writeAddress = (map) => {
  const centre = map.getCenter();
  const hash = new URLSearchParams({
    at: `${map.getZoom().toFixed(2)}/${centre.lat.toFixed(5)}/${centre.lng.toFixed(5)}`,
  });
  for (const [key, value] of Object.entries(state)) if (value) hash.set(key, value);
  history.replaceState(null, '', '#' + hash);
};

export const spanOf = (from, to) => (from || to ? `${from || '..'}/${to || '..'}` : '');

/** The days chosen and, where two weeks are compared, those of the other. */
export const spans = () => {
  const list = [{ from: state.from, to: state.to }];
  if (state.layer === byGrid && state.against) {
    const [from, to] = daysOf(state.against);
    list.push({ from, to });
  }
  return list;
};

/** The column that has the code of a feature's place; '' where there is none. */
export const codeColumn = (columns) => ['unit', 'grid', 'code'].find((name) => columns?.[name]) || '';

/** The area by the code of a layer's features, as CQL2. */
const areaFilter = (columns) => {
  const column = codeColumn(columns);
  return state.area && column ? `${column} LIKE ${quoted(`${state.area}%`)}` : '';
};

/**
 * Events by the day on which they began, as tiles and analyses count them: `datetime` would take
 * what went on over midnight on both days, and a sum of weeks would have it twice.
 */
const daysFilter = (from, to) => [
  from && `occurred_from >= DATE('${from}')`, to && `occurred_from <= DATE('${to}')`,
].filter(Boolean).join(' AND ');

/** Events as parameters of items: of some days and, as far as chosen, a category and an area. */
export const eventQuery = ({ from, to }, columns, { category = '', where = '' } = {}) => {
  const filter = [daysFilter(from, to), where || areaFilter(columns)].filter(Boolean).join(' AND ');
  return { ...(category && { category }), ...(filter && { filter }) };
};

export const boxOf = (map) => {
  const bounds = map.getBounds();
  return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()]
    .map((n) => n.toFixed(6)).join(',');
};

/** What the view shows: a collection, and parameters of its items. */
export const shownQuery = (map, fields) => {
  const layer = state.layer === byGrid ? 'incidents' : state.layer;
  const bbox = boxOf(map);
  if (isOfEvents(state.layer)) {
    return [layer, { bbox, ...eventQuery(state, fields[layer], { category: state.category }) }];
  }
  const filter = areaFilter(fields[layer]);
  return [layer, filter ? { bbox, filter } : { bbox }];
};

/** The same for the tiles of events. */
export const tileQuery = () => {
  const query = new URLSearchParams();
  if (!isOfEvents(state.layer)) return '';
  if (state.category) query.set('category', state.category);
  const span = spanOf(state.from, state.to);
  if (span) query.set('datetime', span);
  return query.toString();
};
