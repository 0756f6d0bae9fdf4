// The map page of Anlan: everything that it shows comes from the service that served it.
(() => {
  'use strict';
  const $ = (id) => document.getElementById(id);
  const state = { language: 'zh', layer: '', category: '', from: '', to: '' };
  const words = {
    points: { zh: '圆越大，件数越多', en: 'The larger the circle, the more events' },
    synthetic: { zh: '合成数据，不是实际情况', en: 'Synthetic data, not what happened' },
    days: { zh: '统计期', en: 'Counted' },
    together: { zh: '起合在一处', en: 'together' },
    copied: { zh: '已复制', en: 'Copied' },
    worst: { zh: '所见之中最突出', en: 'The most marked of what you see' },
    all: { zh: '全部', en: 'All' },
    position: { zh: '坐标', en: 'Position' },
    failed: { zh: '没有取到', en: 'Could not be fetched' },
    deeper: { zh: '放大可看到每一件', en: 'Zoom in to see each one' },
  };
  const say = (word) => words[word][state.language];
  let collections = [];
  let ramps = {};
  let titles = {};
  let tileInfo = null;

  // The view is in the part of the address behind #, so that a link brings it back.
  const read = () => new URLSearchParams(location.hash.slice(1));
  const remember = () => {
    const centre = map.getCenter();
    const hash = new URLSearchParams({
      at: `${map.getZoom().toFixed(2)}/${centre.lat.toFixed(5)}/${centre.lng.toFixed(5)}`,
    });
    for (const key of ['language', 'layer', 'category', 'from', 'to']) {
      if (state[key]) hash.set(key, state[key]);
    }
    history.replaceState(null, '', '#' + hash);
    links();
  };

  const given = read();
  for (const key of Object.keys(state)) if (given.get(key)) state[key] = given.get(key);
  if (!given.get('language') && !navigator.language.startsWith('zh')) state.language = 'en';
  const at = (given.get('at') || '').split('/').map(Number);
  const isPlaced = at.length === 3 && at.every(Number.isFinite);

  const map = new maplibregl.Map({
    container: 'map',
    style: { version: 8, sources: {}, layers: [{ id: 'sea', type: 'background', paint: {} }] },
    center: isPlaced ? [at[2], at[1]] : [120, 26.9],
    zoom: isPlaced ? at[0] : 8,
    attributionControl: false,
    maxZoom: 18,
    fadeDuration: 0,
  });
  map.addControl(new maplibregl.NavigationControl({ showCompass: false }), 'top-right');
  map.addControl(new maplibregl.ScaleControl({ unit: 'metric' }), 'bottom-right');
  map.on('error', (event) => { console.error(event.error ? event.error.message : event); });
  map.on('idle', () => { document.title = 'IDLE'; setTimeout(() => { document.title = '安澜 Anlan'; }, 4000); });

  const get = async (path) => {
    const answer = await fetch(path, { headers: { Accept: 'application/json' } });
    if (!answer.ok) throw new Error(`${answer.status} ${path}`);
    return answer.json();
  };

  const choice = () => {
    const query = new URLSearchParams();
    if (state.layer !== 'incidents') return query;
    if (state.category) query.set('category', state.category);
    if (state.from || state.to) query.set('datetime', `${state.from || '..'}/${state.to || '..'}`);
    return query;
  };

  // Millimetres of the sheet's styles as pixels.
  const pixels = (mm) => Math.max(0.5, mm * 3.78);

  const byClass = (ramp, part, other) => {
    const plain = ramp.classes.find((c) => c.value === undefined && c.upTo === undefined);
    const value = (c) => (c && c[part] !== undefined ? c[part] : other);
    if (!ramp.property) return value(ramp.classes[0]);
    if (ramp.classes.some((c) => c.upTo !== undefined)) {
      const steps = ['case'];
      for (const c of ramp.classes) {
        if (c.upTo === undefined) continue;
        steps.push(['<=', ['to-number', ['get', ramp.property], 1e9], c.upTo], value(c));
      }
      return [...steps, value(plain || ramp.classes[ramp.classes.length - 1])];
    }
    const named = ramp.classes.filter((c) => c.value !== undefined);
    if (!named.length) return value(plain);
    const match = ['match', ['to-string', ['get', ramp.property]]];
    for (const c of named) match.push(String(c.value), value(c));
    return [...match, value(plain)];
  };

  const draw = (name) => {
    for (const layer of map.getStyle().layers) if (layer.id !== 'sea') map.removeLayer(layer.id);
    for (const source of Object.keys(map.getStyle().sources)) map.removeSource(source);
    const land = collections.find((c) => c.id === 'units') ? 'units'
      : collections.find((c) => c.id === 'lattice') ? 'lattice' : null;
    if (land && land !== name) {
      map.addSource('land', { type: 'vector', url: `${location.origin}/collections/${land}/tilejson` });
      map.addLayer({ id: 'land', type: 'fill', source: 'land', 'source-layer': land,
        paint: { 'fill-color': ramps.land.classes[1].fill } });
    }
    const source = { type: 'vector', url: `${location.origin}/collections/${name}/tilejson?${choice()}` };
    map.addSource('shown', source);
    const ramp = ramps[name] || ramps[{ lattice: 'grids' }[name]] || ramps.grids;
    const is = (kind) => ['==', ['geometry-type'], kind];
    const common = { source: 'shown', 'source-layer': name };
    const fill = byClass(ramp, 'fill', 'rgba(0,0,0,0)');
    const stroke = byClass(ramp, 'stroke', ramps.incidents.classes[0].fill);
    const kind = ramp.geometry;
    if (kind === 'area') {
      map.addLayer({ id: 'areas', type: 'fill', ...common, filter: is('Polygon'),
        paint: { 'fill-color': fill, 'fill-opacity': byClass(ramp, 'opacity', 1) } });
    }
    if (kind !== 'point') {
      map.addLayer({ id: 'lines', type: 'line', ...common,
        filter: ['!=', ['geometry-type'], 'Point'],
        paint: { 'line-color': stroke, 'line-width': kind === 'line' ? 2 : 0.8 } });
    }
    if (kind === 'point') {
      map.addLayer({ id: 'points', type: 'circle', ...common, filter: is('Point'), paint: {
        'circle-color': fill, 'circle-opacity': 0.85, 'circle-stroke-color': stroke,
        'circle-stroke-width': pixels(0.1),
        'circle-radius': ['min', 26, ['+', 2.5, ['*', 1.1, ['sqrt', ['coalesce', ['get', 'n'], 1]]]]],
      } });
    }
    const label = ['coalesce', ['get', 'name'], ['get', 'code']];
    if (kind === 'area') {
      map.addLayer({ id: 'names', type: 'symbol', source: 'shown', 'source-layer': `${name}_labels`,
        minzoom: 11.5, layout: { 'text-field': label, 'text-size': 12, 'text-max-width': 7 },
        paint: { 'text-color': ramps.incident_counts.classes[0].fill,
          'text-halo-color': ramps.land.classes[1].fill, 'text-halo-width': 1.2 } });
    }
    legend(ramp);
  };

  const legend = (ramp) => {
    const list = document.createElement('ul');
    for (const c of ramp.classes) {
      const row = document.createElement('li');
      const box = document.createElement('i');
      if (ramp.geometry === 'point') box.className = 'round';
      box.style.background = c.fill || 'transparent';
      if (c.stroke) box.style.borderColor = ramp.geometry === 'point' ? c.fill || c.stroke : c.stroke;
      row.append(box, c[state.language] || c.zh);
      list.append(row);
    }
    const head = document.createElement('strong');
    head.textContent = ramp[state.language] || ramp.zh;
    $('legend').replaceChildren(head, list);
    if (ramp.geometry === 'point') $('legend').append(say('points'));
  };

  const box = () => {
    const bounds = map.getBounds();
    return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()]
      .map((n) => n.toFixed(6)).join(',');
  };

  const links = () => {
    const query = new URLSearchParams({ bbox: box(), limit: 10000 });
    const chosen = choice();
    if (chosen.get('datetime')) query.set('datetime', chosen.get('datetime'));
    if (state.layer === 'incidents' && state.category) query.set('category', state.category);
    for (const [id, form] of [['csv', 'csv'], ['geojson', 'json']]) {
      query.set('f', form);
      $(id).href = `/collections/${state.layer}/items?${query}`;
    }
  };

  // The places of the view that stand out most, as a list for the keyboard and the screen reader.
  const rank = async () => {
    const target = $('list');
    if (state.layer !== 'hotspots') { target.replaceChildren(); return; }
    try {
      const found = await get(`/collections/hotspots/items?limit=2000&bbox=${box()}`);
      const order = { hot_99: 0, hot_95: 1 };
      const hot = found.features.filter((f) => f.properties.class in order)
        .sort((a, b) => order[a.properties.class] - order[b.properties.class]
          || (b.properties.z || 0) - (a.properties.z || 0)).slice(0, 12);
      const list = document.createElement('ol');
      for (const feature of hot) {
        const row = document.createElement('li');
        const button = document.createElement('button');
        button.type = 'button';
        const p = feature.properties;
        button.textContent = `${p.name || p.unit} · ${p.count ?? ''}`;
        button.onclick = () => {
          const ring = feature.geometry.type === 'Polygon'
            ? feature.geometry.coordinates[0] : feature.geometry.coordinates[0][0];
          const bounds = ring.reduce((b, c) => b.extend(c), new maplibregl.LngLatBounds(ring[0], ring[0]));
          map.fitBounds(bounds, { padding: 160, maxZoom: 14 });
          detail(feature.id, p, bounds.getCenter());
        };
        row.append(button);
        list.append(row);
      }
      const head = document.createElement('strong');
      head.textContent = say('worst');
      target.replaceChildren(...(hot.length ? [head, list] : []));
    } catch { target.textContent = say('failed'); }
  };

  const sexagesimal = (degrees, signs) => {
    const whole = Math.round(Math.abs(degrees) * 36000);
    const d = Math.floor(whole / 36000);
    const m = Math.floor(whole / 600) % 60;
    return `${d}°${m}′${((whole % 600) / 10).toFixed(1)}″${signs[degrees < 0 ? 1 : 0]}`;
  };

  const detail = async (id, properties, place) => {
    const rows = Object.entries(properties).filter(([, value]) => value !== null && value !== '');
    const body = document.createElement('div');
    const head = document.createElement('h2');
    const n = properties.n || properties.merged || 1;
    head.textContent = properties.name || properties.unit || properties.code
      || (n > 1 ? `${n} ${say('together')}` : titles[state.layer] || state.layer);
    const table = document.createElement('table');
    const add = (name, value) => {
      const row = table.insertRow();
      const cell = document.createElement('th');
      cell.scope = 'row';
      cell.textContent = name;
      row.append(cell);
      row.insertCell().textContent = value;
      return row;
    };
    const fill = (entries) => {
      table.replaceChildren();
      for (const [key, value] of entries) {
        if (key === 'parameters' || (key === 'n' && value === 1)) continue;
        const field = fields[state.layer] && fields[state.layer][key];
        const kind = key.startsWith('n_') ? key.slice(2) : key;
        const number = typeof value === 'number' && !Number.isInteger(value) ? value.toPrecision(4) : value;
        add((state.language === 'zh' && field) || kind, String(number));
      }
      const spot = `${place.lat.toFixed(6)}, ${place.lng.toFixed(6)}`;
      add(`${say('position')} WGS 84`, spot);
      add(`${say('position')} DMS`, `${sexagesimal(place.lat, 'NS')} ${sexagesimal(place.lng, 'EW')}`);
    };
    fill(rows);
    if (n > 1) { const more = document.createElement('p'); more.textContent = say('deeper'); body.append(more); }
    body.prepend(head);
    body.append(table);
    $('detail-body').replaceChildren(body);
    $('detail').hidden = false;
    if (id !== undefined && n === 1) {
      try {
        const feature = await get(`/collections/${state.layer}/items/${id}`);
        fill(Object.entries(feature.properties).filter(([, value]) => value !== null));
      } catch { /* What the tile says stays. */ }
    }
  };

  const fields = {};
  const choose = async (name) => {
    state.layer = name;
    $('layer').value = name;
    for (const part of document.querySelectorAll('.incidents')) {
      part.classList.toggle('away', name !== 'incidents');
    }
    draw(name);
    const collection = collections.find((c) => c.id === name) || {};
    const note = [];
    if (collection.synthetic) note.push(say('synthetic'));
    if (collection.extent && collection.extent.temporal) {
      note.push(`${say('days')} ${collection.extent.temporal.interval[0].map((t) => t.slice(0, 10)).join(' – ')}`);
    }
    $('note').textContent = note.join(' · ');
    try {
      if (!fields[name]) {
        const found = await get(`/collections/${name}/queryables`);
        fields[name] = Object.fromEntries(
          Object.entries(found.properties).map(([key, field]) => [key, field.title]));
      }
      tileInfo = await get(`/collections/${name}/tilejson`);
      if (name === 'incidents') categories();
    } catch { $('note').textContent = say('failed'); }
    remember();
    rank();
  };

  const categories = () => {
    const known = Object.keys(tileInfo.vector_layers[0].fields)
      .filter((key) => key.startsWith('n_')).map((key) => key.slice(2));
    const all = new Option(say('all'), '');
    $('category').replaceChildren(all, ...known.map((k) => new Option(k, k)));
    $('category').value = known.includes(state.category) ? state.category : '';
  };

  const speak = () => {
    document.documentElement.lang = state.language;
    for (const part of document.querySelectorAll('[data-zh]')) {
      part.textContent = part.dataset[state.language];
    }
    $('language').textContent = state.language === 'zh' ? 'English' : '中文';
    const drawn = collections.filter((c) => c.links.some((l) => l.rel.endsWith('tilesets-vector')));
    $('layer').replaceChildren(...drawn.map((c) => {
      const ramp = ramps[c.id];
      return new Option(state.language === 'zh' ? c.title : (ramp && ramp.en) || c.id, c.id);
    }));
    $('layer').value = state.layer;
  };

  $('layer').onchange = (event) => { $('detail').hidden = true; choose(event.target.value); };
  for (const key of ['category', 'from', 'to']) {
    $(key).value = state[key];
    $(key).onchange = (event) => { state[key] = event.target.value; choose(state.layer); };
  }
  $('language').onclick = () => {
    state.language = state.language === 'zh' ? 'en' : 'zh';
    speak();
    choose(state.layer);
  };
  $('fold').onclick = () => {
    const folded = $('panel').classList.toggle('folded');
    $('controls').classList.toggle('away', folded);
    $('fold').setAttribute('aria-expanded', String(!folded));
  };
  if (matchMedia('(max-width: 40rem)').matches) $('fold').onclick();
  $('close').onclick = () => { $('detail').hidden = true; };
  $('share').onclick = async () => {
    try { await navigator.clipboard.writeText(location.href); $('share').textContent = say('copied'); }
    catch { $('note').textContent = location.href; }
  };
  document.addEventListener('keydown', (event) => { if (event.key === 'Escape') $('detail').hidden = true; });
  let waiting;
  map.on('moveend', () => { remember(); clearTimeout(waiting); waiting = setTimeout(rank, 300); });
  map.on('click', (event) => {
    const spot = [[event.point.x - 4, event.point.y - 4], [event.point.x + 4, event.point.y + 4]];
    const layers = ['points', 'areas', 'lines'].filter((id) => map.getLayer(id));
    const found = map.queryRenderedFeatures(spot, { layers })[0];
    if (found) detail(found.id, found.properties, event.lngLat);
  });

  map.on('load', async () => {
    try {
      const [listed, styles] = await Promise.all([get('/collections'), get('/page/ramps.json')]);
      collections = listed.collections;
      ramps = styles.layers;
      titles = Object.fromEntries(collections.map((c) => [c.id, c.title]));
      map.setPaintProperty('sea', 'background-color', ramps.sea.classes[0].fill);
      speak();
      const drawn = collections.filter((c) => c.links.some((l) => l.rel.endsWith('tilesets-vector')));
      const names = drawn.map((c) => c.id);
      const first = names.includes(state.layer) ? state.layer
        : ['hotspots', 'grids', 'incidents'].find((n) => names.includes(n)) || names[0];
      if (!first) { $('note').textContent = say('failed'); return; }
      await choose(first);
      if (!isPlaced && tileInfo && tileInfo.bounds) map.fitBounds(tileInfo.bounds, { padding: 40, animate: false });
    } catch (error) { $('note').textContent = `${say('failed')}: ${error.message}`; }
  });
})();
