import { describe, expect, it } from "vitest";
import { Calendar } from "./days";

const at = (text: string) => new Date(text);

describe("the name of a day", () => {
  const lisbon = new Calendar("Europe/Lisbon", "en-GB");
  const now = at("2026-11-21T09:00:00Z");

  it.each([
    ["2026-11-21T00:30:00Z", "Today"],
    ["2026-11-20T23:59:00Z", "Yesterday"],
    ["2026-11-19T12:00:00Z", "Thursday"],
    ["2026-11-15T12:00:00Z", "Sunday"],
    ["2026-11-14T12:00:00Z", "14 November 2026"],
    ["2025-11-21T12:00:00Z", "21 November 2025"],
    ["2026-11-22T12:00:00Z", "22 November 2026"],
  ])("%s is %s", (text, name) => {
    expect(lisbon.dayName(at(text), now)).toBe(name);
  });

  it("is that of the person's zone, whatever the day is elsewhere", () => {
    const late = at("2026-11-20T23:30:00Z");
    expect(new Calendar("Asia/Tokyo", "en").dayName(late, now)).toBe("Today");
    expect(new Calendar("America/New_York", "en").dayName(late, now)).toBe("Yesterday");
  });

  it.each([
    ["Europe/Lisbon", "2026-10-24T12:00:00Z", "2026-10-25T23:30:00Z"],
    ["America/New_York", "2026-10-31T12:00:00Z", "2026-11-02T04:30:00Z"],
    ["America/Santiago", "2026-09-05T12:00:00Z", "2026-09-06T12:00:00Z"],
  ])("is right across the day on which the clocks change in %s", (zone, before, after) => {
    expect(new Calendar(zone, "en").dayName(at(before), at(after))).toBe("Yesterday");
  });
});

it("writes the time as the locale does", () => {
  const afternoon = at("2026-11-21T17:05:00Z");
  expect(new Calendar("Europe/Lisbon", "en-GB").time(afternoon)).toBe("17:05");
  expect(new Calendar("Europe/Lisbon", "en-US").time(afternoon)).toMatch(/^5:05\sPM$/);
});
