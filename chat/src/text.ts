// What can be told of a text by looking at its characters.

const GRAPHEMES = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** Signs that are pictures by themselves, are made one by the selector U+FE0F, flags, and keycaps. */
const EMOJI = /^(\p{Emoji_Presentation}|\p{Extended_Pictographic}\u{FE0F}|\p{Regional_Indicator}{2}|[0-9#*]\u{FE0F}?\u{20E3})/u;

const MOST_LARGE = 3;

/** One to three emoji and nothing else, counted as a person would: a family is one. */
export function isLargeEmoji(text: string): boolean {
  const trimmed = text.trim();
  // The longest emoji is 35 UTF-16 units; a long text need not be taken apart.
  if (trimmed === "" || trimmed.length > 40 * MOST_LARGE) return false;
  const graphemes = [...GRAPHEMES.segment(trimmed)];
  return graphemes.length <= MOST_LARGE && graphemes.every(({ segment }) => EMOJI.test(segment));
}

const RIGHT_TO_LEFT = /^[^\p{L}]*[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** The direction that `dir=auto` finds: that of the first letter. */
export function isRightToLeft(text: string): boolean {
  return RIGHT_TO_LEFT.test(text);
}

/** A message as it is sent: without the blank lines around it. What is within stays as it was written. */
export function withoutBlankEdges(text: string): string {
  return text.replace(/^(?:[^\S\n]*\n)+/, "").trimEnd();
}
