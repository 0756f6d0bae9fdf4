// How features look: the classes of styles/ramps.json as expressions and pictures of MapLibre.

/** Millimetres of the sheet's styles as pixels. */
export const pixels = (mm) => Math.max(0.5, mm * 3.78);

const value = (item, part, other) => (item && item[part] !== undefined ? item[part] : other);
const steps = (ramp) => ramp.classes.filter((c) => c.upTo !== undefined);
const plain = (ramp) => ramp.classes.find((c) => c.value === undefined && c.upTo === undefined);

/** The class of a number. */
export const classOf = (ramp, n) =>
  steps(ramp).find((c) => n <= c.upTo) || plain(ramp) || ramp.classes.at(-1);

/**
 * The expression that gives something of a feature's class.
 *
 * `look` tells it of a class; `counts`, where given, has the number of each feature by its code, so
 * that what was counted here is drawn on tiles that do not have it.
 */
export const byClass = (ramp, look, counts = null) => {
  if (counts) {
    const codes = new Map();
    for (const [code, n] of counts) {
      const item = classOf(ramp, n);
      if (!codes.has(item)) codes.set(item, []);
      codes.get(item).push(code);
    }
    const other = look(classOf(ramp, 0));
    if (!codes.size) return other;
    const match = ['match', ['to-string', ['get', 'code']]];
    for (const [item, list] of codes) match.push(list, look(item));
    return [...match, other];
  }
  if (!ramp.property) return look(ramp.classes[0]);
  if (steps(ramp).length) {
    const cases = ['case'];
    for (const c of steps(ramp)) {
      cases.push(['<=', ['to-number', ['get', ramp.property], 1e9], c.upTo], look(c));
    }
    return [...cases, look(plain(ramp) || ramp.classes.at(-1))];
  }
  const named = ramp.classes.filter((c) => c.value !== undefined);
  if (!named.length) return look(plain(ramp));
  const match = ['match', ['to-string', ['get', ramp.property]]];
  for (const c of named) match.push(String(c.value), look(c));
  return [...match, look(plain(ramp))];
};

/** The same for one part of a class, such as its fill. */
export const part = (ramp, name, other, counts = null) =>
  byClass(ramp, (item) => value(item, name, other), counts);

const canvas = (size) => {
  const made = document.createElement('canvas');
  made.width = size;
  made.height = size;
  return [made, made.getContext('2d')];
};

/** A hatch, one period of it, twice as fine as the screen. */
const hatchPicture = (hatch) => {
  const size = Math.max(8, Math.round(pixels(hatch.spacing) * 4));
  const [made, pen] = canvas(size);
  pen.strokeStyle = hatch.colour;
  pen.fillStyle = hatch.colour;
  pen.lineWidth = Math.max(2, pixels(hatch.width) * 2);
  const line = (x1, y1, x2, y2) => {
    pen.beginPath();
    pen.moveTo(x1, y1);
    pen.lineTo(x2, y2);
    pen.stroke();
  };
  const half = size / 2;
  const lines = {
    horizontal: () => line(0, half, size, half),
    vertical: () => line(half, 0, half, size),
    cross: () => { lines.horizontal(); lines.vertical(); },
    // What leaves at a corner comes in at the one across.
    diagonal: () => { for (const o of [-size, 0, size]) line(o - 1, size + 1, o + size + 1, -1); },
    backDiagonal: () => { for (const o of [-size, 0, size]) line(o - 1, -1, o + size + 1, size + 1); },
    dots: () => {
      pen.beginPath();
      pen.arc(half, half, Math.max(2, pixels(hatch.width) * 2), 0, 2 * Math.PI);
      pen.fill();
    },
  };
  (lines[hatch.pattern] || lines.diagonal)();
  return made;
};

const corners = {
  square: [[-1, -1], [1, -1], [1, 1], [-1, 1]],
  diamond: [[0, -1.3], [1.3, 0], [0, 1.3], [-1.3, 0]],
  triangle: [[0, -1.2], [1.2, 1], [-1.2, 1]],
};

/** The sign of a class of points. */
const signPicture = (item) => {
  const radius = pixels(value(item, 'size', 1) * 0.75) * 2;
  const [made, pen] = canvas(Math.ceil(radius * 2.8) + 4);
  pen.translate(made.width / 2, made.height / 2);
  pen.fillStyle = item.fill || 'transparent';
  pen.strokeStyle = item.stroke || item.fill;
  pen.lineWidth = pixels(value(item, 'strokeWidth', 0.1)) * 2;
  pen.beginPath();
  const outline = corners[item.symbol];
  if (outline) {
    for (const [x, y] of outline) pen.lineTo(x * radius, y * radius);
    pen.closePath();
  } else {
    pen.arc(0, 0, radius, 0, 2 * Math.PI);
  }
  pen.fill();
  pen.stroke();
  return made;
};

export const hasSigns = (ramp) => ramp.classes.some((c) => corners[c.symbol]);

/** The name of a class's hatch or sign for MapLibre; it is drawn when it is first asked for. */
export const pictureName = (map, kind, name, ramp, item) => {
  const key = `${kind}-${name}-${ramp.classes.indexOf(item)}`;
  if (!map.hasImage(key)) {
    const made = kind === 'hatch'
      ? (item.hatch ? hatchPicture(item.hatch) : canvas(8)[0]) : signPicture(item);
    const image = made.getContext('2d').getImageData(0, 0, made.width, made.height);
    map.addImage(key, image, { pixelRatio: 2 });
  }
  return key;
};

/** A class as a small box of a legend. */
export const swatch = (ramp, item) => {
  const box = document.createElement('i');
  if (ramp.geometry === 'point') {
    const made = signPicture({ ...item, size: Math.max(1.6, item.size || 1.6) });
    box.className = 'sign';
    box.append(made);
    return box;
  }
  box.className = ramp.geometry;
  const stroke = item.stroke || 'transparent';
  if (ramp.geometry === 'line') {
    box.style.borderTop = `${Math.max(2, pixels(item.strokeWidth || 0.2))}px ${item.dash ? 'dashed' : 'solid'} ${stroke}`;
    return box;
  }
  box.style.backgroundColor = item.fill || 'transparent';
  box.style.opacity = value(item, 'opacity', 1);
  if (item.hatch) {
    const picture = hatchPicture(item.hatch);
    box.style.backgroundImage = `url(${picture.toDataURL()})`;
    box.style.backgroundSize = `${picture.width / 2}px`;
  }
  if (!item.fill) box.style.border = `2px ${item.dash ? 'dashed' : 'solid'} ${stroke}`;
  return box;
};
