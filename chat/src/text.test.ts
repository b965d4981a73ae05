import { describe, expect, it } from "vitest";
import { isLargeEmoji, isRightToLeft, withoutBlankEdges } from "./text";

describe("emoji alone", () => {
  it.each(["👍", "🎞️🎉", " ❤️ ", "👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦", "🇵🇹", "1️⃣", "👍🏽", "🏴󠁧󠁢󠁳󠁣󠁴󠁿"])("%s is large", (text) => {
    expect(isLargeEmoji(text)).toBe(true);
  });

  it.each(["", "👍👍👍👍", "👍 ok", "12", "#", "©", "ok", "👍 👍 👍", "👍".repeat(10_000)])("%.20s is not", (text) => {
    expect(isLargeEmoji(text)).toBe(false);
  });
});

it.each([
  ["hello שלום", false],
  ["שלום hello", true],
  ["123 مرحبا", true],
  ["123", false],
])("the direction of %s is that of its first letter", (text, expected) => {
  expect(isRightToLeft(text)).toBe(expected);
});

it.each([
  ["\n \n  indented\nand more \n\n", "  indented\nand more"],
  ["as it is", "as it is"],
  [" \n ", ""],
])("only blank edges are cut from %j", (text, expected) => {
  expect(withoutBlankEdges(text)).toBe(expected);
});
