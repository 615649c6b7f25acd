// Figures for people.

const WHOLE = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const SHORT = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 2 });
const TENTHS = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });
const BYTES = ["B", "KiB", "MiB", "GiB", "TiB"];

export function count(number) {
  return WHOLE.format(number);
}

/** A figure for an axis, where there is little room. */
export function short(number) {
  return SHORT.format(number);
}

export function rate(perSecond) {
  return (perSecond >= 100 ? WHOLE : TENTHS).format(perSecond) + "/s";
}

export function percent(number) {
  return TENTHS.format(number) + " %";
}

export function bytes(number) {
  let unit = 0;
  while (number >= 1024 && unit < BYTES.length - 1) {
    number /= 1024;
    unit++;
  }
  return TENTHS.format(number) + " " + BYTES[unit];
}

export function duration(millis) {
  if (millis < 1000) {
    return WHOLE.format(millis) + " ms";
  }
  const seconds = millis / 1000;
  if (seconds < 90) {
    return TENTHS.format(seconds) + " s";
  }
  const minutes = seconds / 60;
  if (minutes < 90) {
    return TENTHS.format(minutes) + " min";
  }
  const hours = minutes / 60;
  return hours < 48 ? TENTHS.format(hours) + " h" : TENTHS.format(hours / 24) + " d";
}

/** The time of day, from seconds since the epoch. */
export function clock(seconds, withSeconds = true) {
  const options = withSeconds ? { timeStyle: "medium" } : { timeStyle: "short" };
  return new Date(seconds * 1000).toLocaleTimeString("en-GB", options);
}

/** The time of day, after the day if that is not today, from seconds since the epoch. */
export function moment(seconds) {
  const then = new Date(seconds * 1000);
  const now = new Date();
  if (then.toDateString() === now.toDateString()) {
    return clock(seconds);
  }
  const year = then.getFullYear() === now.getFullYear() ? undefined : "numeric";
  return `${then.toLocaleDateString("en-GB", { day: "numeric", month: "short", year })} ${clock(seconds)}`;
}

/** Day and time, from milliseconds since the epoch. */
export function dateTime(millis) {
  return new Date(millis).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "medium" });
}
