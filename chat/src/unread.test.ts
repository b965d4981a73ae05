import { describe, expect, it } from "vitest";
import { fromBot, fromPerson } from "./samples";
import { dividerFor, underDivider, unreadOf } from "./unread";

const messages = [fromBot(1, "a"), fromPerson(2, "mine"), fromBot(3, "b"), fromPerson(4, "mine"), fromBot(5, "c")];

it("counts the bot's messages beyond what was read", () => {
  expect(unreadOf(messages, 1).map((message) => message.sequence)).toEqual([3, 5]);
  expect(unreadOf(messages, 0)).toHaveLength(3);
  expect(unreadOf(messages, 5)).toEqual([]);
});

describe("the divider", () => {
  it("stands above the first unread message of the bot, also when one's own came before it", () => {
    expect(underDivider(messages, { after: 1, count: 2 })).toBe(3);
    expect(underDivider(messages, { after: 5, count: 1 })).toBeNull();
    expect(underDivider(messages, null)).toBeNull();
  });

  it("stays while more arrives under it", () => {
    expect(dividerFor({ after: 1, count: 1 }, unreadOf(messages, 1), 1)).toEqual({ after: 1, count: 2 });
  });

  it("moves to what is new once what was under it is read", () => {
    expect(dividerFor({ after: 1, count: 1 }, unreadOf(messages, 3), 3)).toEqual({ after: 3, count: 1 });
  });

  it("stays where it was when nothing is unread", () => {
    expect(dividerFor({ after: 1, count: 2 }, [], 5)).toEqual({ after: 1, count: 2 });
  });
});
