/** A span of the day in minutes since midnight, `to` not included; it may reach over midnight. */
export interface Hours {
  readonly from: number;
  readonly to: number;
}

/** Whether a time of day lies in some hours, by the clocks of a time zone. */
export function isWithin(now: Date, { from, to }: Hours, timeZone: string): boolean {
  const time = new Intl.DateTimeFormat("en-GB", { timeZone, timeStyle: "short" }).format(now);
  const minute = minuteOfDay(time);
  return from <= to ? minute >= from && minute < to : minute >= from || minute < to;
}

/** 450 as "07:30". */
export function timeOfDay(minute: number): string {
  return [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, "0")).join(":");
}

/** "07:30" as minutes since midnight. */
export function minuteOfDay(time: string): number {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return hours * 60 + minutes;
}
