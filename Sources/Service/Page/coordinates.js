// One place in the coordinates that people here use. Pure arithmetic: no page, no service.

const radians = (degrees) => degrees * Math.PI / 180;

// CGCS2000: the ellipsoid of GB/T 30170 and EPSG:1024. WGS 84 differs from it by centimetres, which
// is less than a map click can say, so that degrees are taken over as they are.
const equator = 6_378_137;
const flattening = 1 / 298.257222101;

const third = flattening / (2 - flattening);
const power = [1, third, third ** 2, third ** 3, third ** 4, third ** 5, third ** 6];
const rectifying = equator / (1 + third) * (1 + power[2] / 4 + power[4] / 64 + power[6] / 256);
const series = [
  [[1, 1 / 2], [2, -2 / 3], [3, 5 / 16], [4, 41 / 180], [5, -127 / 288], [6, 7891 / 37800]],
  [[2, 13 / 48], [3, -3 / 5], [4, 557 / 1440], [5, 281 / 630], [6, -1983433 / 1935360]],
  [[3, 61 / 240], [4, -103 / 140], [5, 15061 / 26880], [6, 167603 / 181440]],
  [[4, 49561 / 161280], [5, -179 / 168], [6, 6601661 / 7257600]],
  [[5, 34729 / 80640], [6, -3418889 / 1995840]],
  [[6, 212378941 / 319334400]],
].map((terms) => terms.reduce((sum, [n, factor]) => sum + factor * power[n], 0));

/**
 * Gauss–Krüger by Krüger's series in the third flattening, to its sixth power: nanometres in a zone.
 * Gives metres north of the equator and east of the meridian.
 * > C.F.F. Karney. "Transverse Mercator with an accuracy of a few nanometers." Journal of Geodesy
 * > 85, 2011.
 */
export const gaussKrueger = (longitude, latitude, meridian) => {
  const eccentricity = Math.sqrt(flattening * (2 - flattening));
  const tangent = Math.tan(radians(latitude));
  const secant = Math.hypot(1, tangent);
  const sigma = Math.sinh(eccentricity * Math.atanh(eccentricity * tangent / secant));
  const conformal = tangent * Math.hypot(1, sigma) - sigma * secant;
  const east = radians(longitude - meridian);
  const xi = Math.atan2(conformal, Math.cos(east));
  const eta = Math.asinh(Math.sin(east) / Math.hypot(conformal, Math.cos(east)));
  let [north, right] = [xi, eta];
  series.forEach((factor, index) => {
    const n = 2 * (index + 1);
    north += factor * Math.sin(n * xi) * Math.cosh(n * eta);
    right += factor * Math.cos(n * xi) * Math.sinh(n * eta);
  });
  return { north: north * rectifying, east: right * rectifying };
};

/**
 * X (north) and Y (east) in the three-degree zone of the place, as Chinese surveys write them: with
 * 500 km added, without and with the zone's number. Null where no zone is (EPSG:4534 to 4554).
 */
export const cgcs2000 = (longitude, latitude) => {
  const zone = Math.round(longitude / 3);
  if (zone < 25 || zone > 45 || Math.abs(latitude) > 84) return null;
  const { north, east } = gaussKrueger(longitude, latitude, zone * 3);
  return {
    x: north, y: east + 500_000, yWithZone: zone * 1_000_000 + east + 500_000, meridian: zone * 3,
    epsg: 4509 + zone, epsgWithZone: 4488 + zone,
  };
};

/**
 * GCJ-02, the offset of Chinese web maps; outside a box around China nothing moves.
 * > Artoria2e5. "PRCoords" (CC0): the constants, known from what services return.
 */
export const gcj02 = (longitude, latitude) => {
  if (longitude < 72.004 || longitude > 137.8347 || latitude < 0.8293 || latitude > 55.8271) {
    return { longitude, latitude };
  }
  const x = longitude - 105;
  const y = latitude - 35;
  const wave = (size, value, length) => size * Math.sin(Math.PI * value / length);
  const ripple = wave(20, x, 1 / 6) + wave(20, x, 1 / 2);
  const waves = (v, last, length) =>
    ripple + wave(20, v, 1) + wave(40, v, 3) + wave(length, v, 12) + wave(last, v, 30);
  const root = Math.sqrt(Math.abs(x));
  const north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
    + waves(y, 320, 160) * 2 / 3;
  const east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + waves(x, 300, 150) * 2 / 3;
  // Krasovsky's ellipsoid of 1940.
  const axis = 6_378_245;
  const squared = 0.00669342162296594323;
  const w = 1 - squared * Math.sin(radians(latitude)) ** 2;
  const alongMeridian = axis * (1 - squared) / (w * Math.sqrt(w));
  const alongParallel = axis / Math.sqrt(w) * Math.cos(radians(latitude));
  return {
    longitude: longitude + east * 180 / (Math.PI * alongParallel),
    latitude: latitude + north * 180 / (Math.PI * alongMeridian),
  };
};

/** Degrees, minutes and seconds to a hundredth: 0.3 m. */
export const sexagesimal = (degrees, signs) => {
  const hundredths = Math.round(Math.abs(degrees) * 360_000);
  const d = Math.floor(hundredths / 360_000);
  const m = Math.floor(hundredths / 6_000) % 60;
  const s = ((hundredths % 6_000) / 100).toFixed(2).padStart(5, '0');
  return `${d}°${String(m).padStart(2, '0')}′${s}″${signs[degrees < 0 ? 1 : 0]}`;
};

/** The four forms, each as [name, text, remark]. Latitude comes first, as X does. */
export const forms = (longitude, latitude, words) => {
  const moved = gcj02(longitude, latitude);
  const metric = cgcs2000(longitude, latitude);
  const list = [['WGS 84', `${latitude.toFixed(6)}, ${longitude.toFixed(6)}`, '']];
  list.push(metric
    ? ['CGCS2000', `X ${metric.x.toFixed(2)}, Y ${metric.y.toFixed(2)}`,
      `EPSG:${metric.epsg} · ${words.zone} ${metric.meridian}° · Y ${metric.yWithZone.toFixed(2)} (EPSG:${metric.epsgWithZone})`]
    : ['CGCS2000', '', words.outside]);
  list.push(['GCJ-02', `${moved.latitude.toFixed(6)}, ${moved.longitude.toFixed(6)}`, '']);
  list.push(['DMS', `${sexagesimal(latitude, 'NS')} ${sexagesimal(longitude, 'EW')}`, '']);
  return list;
};
