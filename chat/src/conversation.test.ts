import { describe, expect, it } from "vitest";
import { EMPTY, later, withEarlier, withMessages, withNewest, withState } from "./conversation";
import { fromBot, fromPerson, page } from "./samples";

const texts = (messages: readonly { text: string }[]) => messages.map((message) => message.text);

describe("a conversation", () => {
  it("shows messages by sequence, however they arrive", () => {
    const state = withMessages(withMessages(EMPTY, [fromBot(30, "c")]), [fromBot(10, "a"), fromBot(20, "b")]);
    expect(texts(state.messages)).toEqual(["a", "b", "c"]);
  });

  it("shows a message that is fetched twice once, as it was heard last", () => {
    const state = withMessages(withMessages(EMPTY, [fromBot(10, "old")]), [fromBot(10, "new")]);
    expect(texts(state.messages)).toEqual(["new"]);
  });

  it("puts earlier messages before and remembers which one precedes them", () => {
    const previous = { at: "2026-11-20T08:00:00Z", author: "bot" } as const;
    const state = withEarlier(withMessages(EMPTY, [fromBot(30, "c")]), page([fromBot(20, "b")], { previous, more: true }));
    expect(texts(state.messages)).toEqual(["b", "c"]);
    expect(state).toMatchObject({ previous, earlier: true });
  });

  it("takes the newest page as the truth, and keeps what arrived while it was fetched", () => {
    const kept = withMessages(EMPTY, [fromBot(5, "forgotten since"), fromBot(30, "just arrived")]);
    expect(texts(withNewest(kept, page([fromBot(20, "b")])).messages)).toEqual(["b", "just arrived"]);
  });

  it("is empty when the newest page is", () => {
    expect(withNewest(withMessages(EMPTY, [fromBot(5, "forgotten since")]), page([])).messages).toEqual([]);
  });
});

describe("ticks", () => {
  it("never go backwards", () => {
    const read = withState(withMessages(EMPTY, [fromPerson(10, "hello")]), 10, "read");
    expect(withState(read, 10, "sent").messages[0]?.state).toBe("read");
    expect(withMessages(read, [fromPerson(10, "hello")]).messages[0]?.state).toBe("read");
  });

  it("stay failed whatever arrives late", () => {
    expect(later("failed", "read")).toBe("failed");
  });
});
