// Times, numbers and durations in the person's own language and time zone. Numbers are exact.
const NUMBER = new Intl.NumberFormat();
const TIME = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const CLOCK = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const UNITS = [[86400, 'd'], [3600, 'h'], [60, 'min'], [1, 's']];
const ISO = /^P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/;

export const number = (value) => (value === undefined ? '–' : NUMBER.format(value));
export const time = (iso) => (iso ? TIME.format(new Date(iso)) : '–');
export const clock = (iso) => CLOCK.format(new Date(iso));

/** A count with its noun. */
export const count = (value, one, many = one + 's') => number(value) + ' ' + (value === 1 ? one : many);

/** Seconds as two units at most. */
export function seconds(value) {
  if (value > 0 && value < 0.05) {
    return '< ' + (0.1).toLocaleString() + ' s';
  }
  if (value < 10) {
    return (Math.round(value * 10) / 10).toLocaleString() + ' s';
  }
  const parts = [];
  let rest = Math.round(value);
  for (const [size, name] of UNITS) {
    const whole = Math.floor(rest / size);
    if (whole > 0 && parts.length < 2) {
      parts.push(whole + ' ' + name);
    }
    rest -= whole * size;
  }
  return parts.join(' ');
}

/** An ISO 8601 duration. */
export function duration(iso) {
  const fields = ISO.exec(iso ?? '');
  if (!fields) {
    return iso ?? '–';
  }
  const [, days = 0, hours = 0, minutes = 0, rest = 0] = fields.map((field) => (field === undefined ? undefined : Number(field)));
  return seconds(((days * 24 + hours) * 60 + minutes) * 60 + rest);
}

export const since = (iso, now = Date.now()) => seconds(Math.max(0, (now - Date.parse(iso)) / 1000));

export const between = (from, to) => (from && to ? seconds(Math.max(0, (Date.parse(to) - Date.parse(from)) / 1000)) : '–');

/** Bytes in the units of the documentation. */
export function bytes(value) {
  if (value < 1024) {
    return number(value) + ' B';
  }
  return value < 1 << 20 ? (value / 1024).toFixed(1) + ' KiB' : (value / (1 << 20)).toFixed(1) + ' MiB';
}
