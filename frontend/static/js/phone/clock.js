// Wall clocks in Poland, whatever the phone believes: its clock may be wrong, its zone another.
const ZONE = "Europe/Warsaw";
const MINUTE = 60_000;
const parts = new Intl.DateTimeFormat("en-CA", {
  timeZone: ZONE, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
  hourCycle: "h23",
});

// {date: "2026-11-29", time: "17:05"} on the wall at this moment.
export function onTheWall(moment) {
  const told = Object.fromEntries(parts.formatToParts(moment).map((part) => [part.type, part.value]));
  return { date: `${told.year}-${told.month}-${told.day}`, time: `${told.hour}:${told.minute}` };
}

// Minutes by which the wall is ahead of UTC at this moment.
function ahead(moment) {
  const { date, time } = onTheWall(moment);
  return Math.round((Date.parse(`${date}T${time}Z`) - Math.floor(moment / MINUTE) * MINUTE) / MINUTE);
}

// The moment the wall shows this date and time: the first of two on the night the clocks go back.
export function momentOf(date, time) {
  const guess = Date.parse(`${date}T${time}Z`);
  const first = guess - ahead(guess - 2 * 60 * MINUTE) * MINUTE;
  return onTheWall(first).time === time ? first : guess - ahead(guess + 60 * MINUTE) * MINUTE;
}

// ISO 8601 with the offset of Poland: 2026-11-29T17:05+01:00.
export function isoOf(moment) {
  const { date, time } = onTheWall(moment);
  const minutes = ahead(moment);
  const two = (number) => String(number).padStart(2, "0");
  return `${date}T${time}:00+${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

export const roundedTo5 = (moment) => Math.round(moment / (5 * MINUTE)) * 5 * MINUTE;

export const inWords = (moment, language) => `${dayInWords(moment, language)}, ${onTheWall(moment).time}`;

export function dayInWords(moment, language) {
  return new Intl.DateTimeFormat(language, { timeZone: ZONE, weekday: "long", day: "numeric", month: "long" }).format(moment);
}
