// Days and times as a person reads them, in their zone and their locale's manner.

const MILLISECONDS_A_DAY = 86_400_000;

/** Formats for one zone and locale; making one costs more than formatting a thousand dates, so they are made once. */
export class Calendar {
  private readonly parts: Intl.DateTimeFormat;
  private readonly clock: Intl.DateTimeFormat;
  private readonly weekday: Intl.DateTimeFormat;
  private readonly full: Intl.DateTimeFormat;

  constructor(zone?: string, locale?: string) {
    const inZone = zone === undefined ? {} : { timeZone: zone };
    this.parts = new Intl.DateTimeFormat("en", { ...inZone, year: "numeric", month: "numeric", day: "numeric" });
    this.clock = new Intl.DateTimeFormat(locale, { ...inZone, timeStyle: "short" });
    this.weekday = new Intl.DateTimeFormat(locale, { ...inZone, weekday: "long" });
    this.full = new Intl.DateTimeFormat(locale, { ...inZone, day: "numeric", month: "long", year: "numeric" });
  }

  /** The zone's name, `Europe/Lisbon`. */
  get zone(): string {
    return this.parts.resolvedOptions().timeZone;
  }

  /** The number of the calendar day in the zone: neighbouring days differ by one, also where the clocks change. */
  day(at: Date): number {
    const { year, month, day } = Object.fromEntries(this.parts.formatToParts(at).map((part) => [part.type, +part.value]));
    return Date.UTC(year ?? 0, (month ?? 1) - 1, day ?? 1) / MILLISECONDS_A_DAY;
  }

  /** 12 or 24 hours, as the locale has it. */
  time(at: Date): string {
    return this.clock.format(at);
  }

  /** Today, Yesterday, the weekday of the last week, then the whole date. */
  dayName(at: Date, now: Date): string {
    const ago = this.day(now) - this.day(at);
    if (ago === 0) return "Today";
    if (ago === 1) return "Yesterday";
    return ago > 1 && ago < 7 ? this.weekday.format(at) : this.full.format(at);
  }
}
