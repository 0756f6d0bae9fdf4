// What the page says, in Chinese and English.
import { state } from './state.js';

const words = {
  points: { zh: '圆越大，件数越多', en: 'The larger the circle, the more events' },
  synthetic: { zh: '合成数据，不是实际情况', en: 'Synthetic data, not what happened' },
  counted: { zh: '统计期', en: 'Counted' },
  together: { zh: '起合在一处', en: 'together' },
  copied: { zh: '已复制', en: 'Copied' },
  copy: { zh: '复制', en: 'Copy' },
  notCopied: { zh: '请手工复制', en: 'Copy it by hand' },
  all: { zh: '全部', en: 'All' },
  none: { zh: '不比较', en: 'Nothing' },
  noBase: { zh: '不用底图', en: 'None' },
  map: { zh: '天地图 矢量', en: 'Tianditu map' },
  picture: { zh: '天地图 影像', en: 'Tianditu imagery' },
  position: { zh: '坐标', en: 'Coordinates' },
  failed: { zh: '没有取到', en: 'Could not be fetched' },
  deeper: { zh: '放大可看到每一件', en: 'Zoom in to see each one' },
  place: { zh: '此处', en: 'Here' },
  zone: { zh: '三度带，中央经线', en: '3-degree zone, central meridian' },
  outside: { zh: '不在三度带范围内', en: 'outside the zones' },
  byGrid: { zh: '各网格件数', en: 'Events by grid' },
  shown: { zh: '所见', en: 'In view' },
  features: { zh: '个', en: 'features' },
  events: { zh: '件', en: 'events' },
  most: { zh: '只下载前 10,000 个，请放大或筛选', en: 'only the first 10,000 are downloaded: zoom in or choose' },
  held: { zh: '矛盾纠纷等只按区域公布的类别不在其中', en: 'Without kinds that are told by area alone, such as disputes' },
  tooMany: { zh: '事件太多，请选更短的时段', en: 'too many events: choose a shorter time' },
  list: { zh: '所见之中最突出', en: 'The most marked of what you see' },
  counts: { zh: '件数最多', en: 'Most events' },
  unit: { zh: '网格', en: 'Grid' },
  zoneOf: { zh: '养殖区', en: 'Zone' },
  species: { zh: '品种', en: 'species' },
  amount: { zh: '规模', en: 'size' },
  licence: { zh: '养殖证', en: 'licence' },
  valid: { zh: '有效', en: 'valid' },
  expired: { zh: '过期', en: 'expired' },
  missing: { zh: '无', en: 'none' },
  risen: { zh: '增加最多', en: 'Risen most' },
  computing: { zh: '正在计算…', en: 'Computing…' },
  computed: { zh: '所见范围内的热点（现算）', en: 'Hot spots of what you see, computed now' },
  noHot: { zh: '没有显著热点', en: 'No significant hot spot' },
  cannot: { zh: '此服务不提供现算', en: 'This service does not compute on demand' },
  mayNot: { zh: '您的密钥无此权限', en: 'Your key does not allow this' },
  stop: { zh: '停止', en: 'Stop' },
  numbers: { zh: '数据', en: 'Numbers' },
  why: { zh: '为何是这个分数', en: 'Why this score' },
  lost: { zh: '失分', en: 'points lost' },
  hot: { zh: '热点判定', en: 'Hot or not' },
  kinds: { zh: '各类事件', en: 'Events by category' },
  gaps: { zh: '保障', en: 'Cover' },
  owed: { zh: '应赔未赔', en: 'Owed and not claimed' },
  score: { zh: '平安指数', en: 'Safety index' },
  rank: { zh: '名次', en: 'rank' },
  people: { zh: '人口', en: 'people' },
  households: { zh: '户', en: 'households' },
  code: { zh: '代码', en: 'code' },
  total: { zh: '合计', en: 'Total' },
  gap: { zh: '缺口', en: 'gap' },
  of: { zh: '，共', en: ' of ' },
  cases: { zh: '件，应付', en: 'cases, due' },
  yuan: { zh: '元', en: 'yuan' },
  noEvents: { zh: '没有事件', en: 'No events' },
  loading: { zh: '正在取数…', en: 'Fetching…' },
  centre: { zh: '地图中心', en: 'The centre of the map' },
};

export const say = (word) => words[word][state.language];

const measures = {
  mu: { zh: '亩', en: 'mu' }, kou: { zh: '口', en: 'cages' }, xiang: { zh: '箱', en: 'boxes' },
  yuan: { zh: '元', en: 'yuan' }, person_years: { zh: '人年', en: 'person-years' },
  households: { zh: '户', en: 'households' }, persons: { zh: '人', en: 'persons' },
};

/** What an amount is counted in. */
export const measure = (key) => measures[key]?.[state.language] || key || '';

const values = {
  status: {
    reported: { zh: '已报', en: 'reported' }, accepted: { zh: '已受理', en: 'accepted' },
    filed: { zh: '已立案', en: 'filed' }, solved: { zh: '已破案', en: 'solved' },
    mediated: { zh: '已调解', en: 'mediated' }, closed: { zh: '已结案', en: 'closed' },
    reopened: { zh: '重新受理', en: 'reopened' },
  },
  location_precision: {
    exact: { zh: '准确', en: 'exact' }, street: { zh: '到街路', en: 'street' },
    village: { zh: '到村', en: 'village' }, area: { zh: '只知区域', en: 'area only' },
  },
};
const answers = { true: { zh: '是', en: 'yes' }, false: { zh: '否', en: 'no' } };

/** A value as a reader says it: one of few by its word, a time of the study area to the minute. */
export const valueOf = (column, value) => {
  const word = typeof value === 'boolean' ? answers[value] : values[column]?.[value];
  if (word) return word[state.language];
  if (typeof value === 'number' && !Number.isInteger(value)) return String(Number(value.toPrecision(4)));
  return String(value).replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d):\d\d[+-]\d\d:\d\d$/, '$1 $2');
};

/** The name of something that has one in each language. */
export const named = (thing, other = '') => (thing && (thing[state.language] || thing.zh)) || other;

/** A number as it is read: at most two places, with separators. */
export const number = (value, places = 2) => Number(value).toLocaleString(
  state.language === 'zh' ? 'zh-CN' : 'en', { maximumFractionDigits: places });

/** Of a whole number of events or other things with a unit. */
export const counted = (n, unit) => `${number(n)} ${say(unit)}`;

/** Fills the texts that stand in the document. */
export const speak = () => {
  document.documentElement.lang = state.language;
  for (const part of document.querySelectorAll('[data-zh]')) {
    part.textContent = part.dataset[state.language];
  }
  for (const part of document.querySelectorAll('[data-label-zh]')) {
    part.setAttribute('aria-label', state.language === 'zh' ? part.dataset.labelZh : part.dataset.labelEn);
  }
};
