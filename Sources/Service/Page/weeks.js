// ISO weeks, and what happened in one by grid.
import { howMany, Refusal, rows } from './service.js';

const millisecondsOfDay = 86_400_000;
const date = (day) => new Date(`${day}T00:00:00Z`);
const dayOf = (moment) => new Date(moment).toISOString().slice(0, 10);
const shifted = (day, days) => dayOf(date(day).getTime() + days * millisecondsOfDay);

/** The week of a day, such as 2026-W30: that of its Thursday. */
export const weekOf = (day) => {
  const moment = date(day);
  const thursday = new Date(moment.getTime() + (3 - ((moment.getUTCDay() + 6) % 7)) * millisecondsOfDay);
  const year = thursday.getUTCFullYear();
  const week = Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / millisecondsOfDay / 7) + 1;
  return `${year}-W${String(week).padStart(2, '0')}`;
};

/** Monday and Sunday of a week. */
export const daysOf = (week) => {
  const [year, number] = week.split('-W').map(Number);
  // The fourth of January is always in the first week.
  const fourth = dayOf(Date.UTC(year, 0, 4));
  const monday = shifted(fourth, -((date(fourth).getUTCDay() + 6) % 7) + (number - 1) * 7);
  return [monday, shifted(monday, 6)];
};

/** The week that two days bound; '' where they are none. */
export const weekBetween = (from, to) => {
  if (!from || !to) return '';
  const week = weekOf(from);
  const [monday, sunday] = daysOf(week);
  return monday === from && sunday === to ? week : '';
};

/** Weeks back from that of a day, the latest first. */
export const weeksBefore = (day, count) =>
  Array.from({ length: count }, (_, index) => weekOf(shifted(day, -7 * index)));

/** The last day on which something happened: as told, of the results, else by halving the calendar. */
export const lastDay = async (collections, told) => {
  if (told) return told;
  const ends = collections.map((c) => c.extent?.temporal?.interval?.[0]?.[1]?.slice(0, 10)).filter(Boolean);
  if (ends.length) return ends.sort().at(-1);
  let [low, high] = ['1990-01-01', '2100-01-01'];
  while (low < high) {
    const middle = shifted(low, Math.ceil((date(high) - date(low)) / millisecondsOfDay / 2));
    const later = await howMany('incidents', { datetime: `${middle}/..` });
    if (later === null) return '';
    if (later > 0) low = middle; else high = shifted(middle, -1);
  }
  return low;
};

const most = 60_000;
const known = new Map();

/** Events by the code of the grid, of those that a query asks for. */
export const countByGrid = async (query) => {
  const key = JSON.stringify(query);
  if (!known.has(key)) {
    const made = (async () => {
      const found = await rows('incidents', query, { most });
      if (!found.isAll) throw new Refusal(413, '');
      const byGrid = new Map();
      for (const row of found.rows) {
        if (!row.grid) continue;
        byGrid.set(row.grid, (byGrid.get(row.grid) || 0) + 1);
      }
      return byGrid;
    })();
    known.set(key, made);
    made.catch(() => known.delete(key));
    if (known.size > 12) known.delete(known.keys().next().value);
  }
  return known.get(key);
};

/** What rose and fell from one count to the other; places in neither are left out. */
export const difference = (now, before) => {
  const change = new Map(now);
  for (const [code, n] of before) change.set(code, (change.get(code) || 0) - n);
  return change;
};
