// What the map shows: tiles of this service, what was computed, a base map, and the legend.
import { byClass, hasSigns, part, pictureName, pixels, swatch } from './look.js';
import { state } from './state.js';
import { named, say } from './words.js';

const nothing = 'rgba(0,0,0,0)';
const isKind = (kind) => ['==', ['geometry-type'], kind];

export class Drawing {
  constructor(map, ramps, collections, settings) {
    Object.assign(this, { map, ramps, collections, settings });
  }

  has(name) { return this.collections.some((c) => c.id === name); }

  /** The layer whose areas are counted by, and the one that stands for the land. */
  get grids() { return ['grids', 'lattice'].find((name) => this.has(name)); }
  get land() { return ['units', 'lattice'].find((name) => this.has(name)); }

  ramp(name) {
    return this.ramps[name] || this.ramps[{ lattice: 'grids' }[name]] || this.ramps.grids;
  }

  clear() {
    for (const layer of this.map.getStyle().layers) if (layer.id !== 'sea') this.map.removeLayer(layer.id);
    for (const source of Object.keys(this.map.getStyle().sources)) this.map.removeSource(source);
    this.drawBase();
  }

  /** 天地图 in Web Mercator; it is in CGCS2000, so nothing is moved. */
  drawBase() {
    const { key } = this.settings.tianditu || {};
    if (!key || !state.base) {
      if (!this.land) return;
      this.addTiles('land', this.land, '');
      this.map.addLayer({ id: 'land', type: 'fill', source: 'land', 'source-layer': this.land,
        paint: { 'fill-color': this.ramps.land.classes[1].fill } });
      return;
    }
    for (const layer of { map: ['vec', 'cva'], picture: ['img', 'cia'] }[state.base]) {
      const query = new URLSearchParams({
        SERVICE: 'WMTS', REQUEST: 'GetTile', VERSION: '1.0.0', LAYER: layer, STYLE: 'default',
        TILEMATRIXSET: 'w', FORMAT: 'tiles', tk: key,
      });
      this.map.addSource(`base-${layer}`, {
        type: 'raster', tileSize: 256, maxzoom: 18, attribution: '天地图',
        tiles: [0, 1, 2, 3].map((n) => `https://t${n}.tianditu.gov.cn/${layer}_w/wmts?${query}`
          + '&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}'),
      });
      this.map.addLayer({ id: `base-${layer}`, type: 'raster', source: `base-${layer}` });
    }
  }

  addTiles(id, layer, query) {
    const url = `${location.origin}/collections/${layer}/tilejson${query ? '?' : ''}${query}`;
    this.map.addSource(id, { type: 'vector', url });
  }

  /**
   * Draws a layer of the service.
   *
   * `query` chooses features of its tiles; `counts` has a number by the code of each feature, to be
   * drawn by the classes of `ramp`.
   */
  show(layer, { query = '', counts = null, ramp = layer } = {}) {
    this.clear();
    this.addTiles('shown', layer, query);
    const look = this.ramp(ramp);
    this.paint('', { source: 'shown', 'source-layer': layer }, ramp, look, counts);
    if (look.geometry === 'area') {
      this.map.addLayer({ id: 'names', type: 'symbol', source: 'shown', 'source-layer': `${layer}_labels`,
        minzoom: 11.5, layout: {
          'text-field': ['coalesce', ['get', 'name'], ['get', 'code']], 'text-size': 12, 'text-max-width': 7,
        },
        paint: { 'text-color': this.ramps.incident_counts.classes[0].fill,
          'text-halo-color': this.ramps.land.classes[1].fill, 'text-halo-width': 1.2 } });
    }
    this.legend(look);
  }

  /** Draws features that were computed, above the rest. */
  showComputed(collection, ramp) {
    this.hideComputed();
    this.map.addSource('computed', { type: 'geojson', data: collection });
    this.paint('computed-', { source: 'computed' }, ramp, this.ramp(ramp), null);
    this.legend(this.ramp(ramp));
  }

  hideComputed() {
    for (const layer of this.map.getStyle().layers) {
      if (layer.id.startsWith('computed-')) this.map.removeLayer(layer.id);
    }
    if (this.map.getSource('computed')) this.map.removeSource('computed');
  }

  paint(prefix, source, name, ramp, counts) {
    const stroke = part(ramp, 'stroke', this.ramps.incidents.classes[0].fill, counts);
    const opacity = state.base ? 0.75 : 1;
    if (ramp.geometry === 'point') { this.paintPoints(prefix, source, name, ramp, stroke); return; }
    if (ramp.geometry === 'area') {
      this.map.addLayer({ id: `${prefix}areas`, type: 'fill', ...source, filter: isKind('Polygon'), paint: {
        'fill-color': part(ramp, 'fill', nothing, counts),
        'fill-opacity': byClass(ramp, (c) => (c?.opacity ?? 1) * opacity, counts),
      } });
    }
    if (ramp.classes.some((c) => c.hatch)) {
      const picture = (item) => pictureName(this.map, 'hatch', name, ramp, item || ramp.classes.at(-1));
      this.map.addLayer({ id: `${prefix}hatches`, type: 'fill', ...source, filter: isKind('Polygon'), paint: {
        'fill-pattern': byClass(ramp, (c) => (c ? picture(c) : ''), counts),
      } });
    }
    this.paintLines(prefix, source, ramp, stroke, counts);
  }

  /** A dash is the same for all lines of a layer of the map, so that each dash has its own. */
  paintLines(prefix, source, ramp, stroke, counts) {
    const least = ramp.geometry === 'line' ? 1.5 : 0.5;
    const width = (c) => Math.max(least, pixels(c?.strokeWidth ?? 0.1));
    const dashes = new Map([['', null]]);
    for (const c of ramp.classes) {
      if (c.dash) dashes.set(String(c.dash), c.dash.map((mm) => pixels(mm) / width(c)));
    }
    for (const [key, dash] of dashes) {
      const isThis = byClass(ramp, (c) => String(c?.dash ?? '') === key, counts);
      this.map.addLayer({ id: `${prefix}lines${dash ? [...dashes.keys()].indexOf(key) : ''}`, type: 'line', ...source,
        filter: ['all', ['!=', ['geometry-type'], 'Point'], isThis],
        paint: { 'line-color': stroke, 'line-width': byClass(ramp, width, counts),
          ...(dash ? { 'line-dasharray': dash } : {}) } });
    }
  }

  paintPoints(prefix, source, name, ramp, stroke) {
    if (hasSigns(ramp)) {
      const sign = (c) => (c ? pictureName(this.map, 'sign', name, ramp, c) : '');
      this.map.addLayer({ id: `${prefix}points`, type: 'symbol', ...source, filter: isKind('Point'),
        layout: { 'icon-image': byClass(ramp, sign), 'icon-allow-overlap': true, 'icon-padding': 0 } });
      return;
    }
    this.map.addLayer({ id: `${prefix}points`, type: 'circle', ...source, filter: isKind('Point'), paint: {
      'circle-color': part(ramp, 'fill', nothing), 'circle-opacity': 0.85,
      'circle-stroke-color': stroke, 'circle-stroke-width': pixels(0.1),
      // The area of a circle is as the number of events that it stands for.
      'circle-radius': ['min', 26, ['+', 2.5, ['*', 1.1, ['sqrt', ['coalesce', ['get', 'n'], 1]]]]],
    } });
  }

  /**
   * Draws the border of an area and leaves out what is not of it: by the code that `column` holds,
   * or, where the tiles have none, under a veil.
   */
  outline(geometry, code, column) {
    for (const id of ['veil', 'border']) if (this.map.getLayer(id)) this.map.removeLayer(id);
    if (this.map.getSource('area')) this.map.removeSource('area');
    if (!geometry) return;
    const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
    const world = [[-180, -85], [180, -85], [180, 85], [-180, 85], [-180, -85]];
    this.map.addSource('area', { type: 'geojson', data: {
      type: 'Polygon', coordinates: [world, ...polygons.map((polygon) => polygon[0])] } });
    const ink = this.ramps.incident_counts.classes[0].fill;
    if (column) {
      const isOf = ['==', ['slice', ['to-string', ['get', column]], 0, code.length], code];
      for (const layer of this.map.getStyle().layers.filter((one) => one.source === 'shown')) {
        this.map.setFilter(layer.id, layer.filter ? ['all', layer.filter, isOf] : isOf);
      }
    } else {
      this.map.addLayer({ id: 'veil', type: 'fill', source: 'area',
        paint: { 'fill-color': this.ramps.land.classes[0].fill, 'fill-opacity': 0.7 } });
    }
    this.map.addLayer({ id: 'border', type: 'line', source: 'area',
      paint: { 'line-color': ink, 'line-width': 1.5, 'line-dasharray': [3, 2] } });
  }

  legend(ramp) {
    const list = document.createElement('ul');
    for (const c of ramp.classes) {
      const row = document.createElement('li');
      row.append(swatch(ramp, c), named(c));
      list.append(row);
    }
    const head = document.createElement('h2');
    head.textContent = named(ramp);
    const parts = [head, list];
    if (ramp.geometry === 'point' && !hasSigns(ramp)) {
      const remark = document.createElement('p');
      remark.textContent = say('points');
      parts.push(remark);
    }
    document.getElementById('legend').replaceChildren(...parts);
  }

  /** What lies under a point of the screen; null if nothing. */
  at(point) {
    const reach = [[point.x - 4, point.y - 4], [point.x + 4, point.y + 4]];
    const ids = this.map.getStyle().layers.map((layer) => layer.id)
      .filter((id) => /^(computed-)?(points|areas|lines\d?)$/.test(id));
    // What is drawn last lies on top; what was computed before the layer under it.
    const found = this.map.queryRenderedFeatures(reach, { layers: ids });
    return found.find((f) => f.source === 'computed') || found[0] || null;
  }
}
