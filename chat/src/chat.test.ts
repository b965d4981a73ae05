import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Chat } from "./chat";
import { chatOn, Line, storageUpTo } from "./doubles";
import { MOST_ATTEMPTS } from "./outbox";
import { fromBot, fromPerson } from "./samples";

let line: Line;

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  sessionStorage.clear();
  line = new Line();
});

afterEach(() => {
  vi.useRealTimers();
});

/** Lets answers that are under way arrive, without time passing. */
const settle = () => vi.advanceTimersByTimeAsync(0);

/** Waits for the next attempt to connect, however long the page puts it off, and lets it succeed. */
async function reopens(): Promise<void> {
  const before = line.sockets.length;
  while (line.sockets.length === before) await vi.advanceTimersByTimeAsync(250);
  line.socket.opens();
  await settle();
}

async function online(storage?: Storage): Promise<Chat> {
  const chat = chatOn(line, storage);
  chat.start();
  await settle();
  line.socket.opens();
  await settle();
  return chat;
}

const texts = (chat: Chat) => chat.shown.value.map((message) => message.text);
const states = (chat: Chat) => chat.shown.value.map((message) => message.state);

describe("sending", () => {
  it("shows one's own message at once, before the server answers", async () => {
    const chat = await online();
    chat.send("the spare key is under the blue pot");
    expect(texts(chat)).toEqual(["the spare key is under the blue pot"]);
    expect(states(chat)).toEqual(["queued"]);
    expect(line.socket.texts()).toEqual(["the spare key is under the blue pot"]);
  });

  it("ticks when stored, and is one message when it comes back with its place in the log", async () => {
    const chat = await online();
    chat.send("hello");
    const [mine] = chat.outbox.messages.value;
    line.socket.says({ type: "accepted", client_id: mine?.client_id ?? "" });
    expect(states(chat)).toEqual(["sent"]);
    line.socket.says({ type: "message", message: fromPerson(10, "hello", { client_id: mine?.client_id ?? "" }) });
    expect(chat.shown.value).toMatchObject([{ text: "hello", sequence: 10 }]);
  });

  it("keeps what was written offline over a reload, and sends it in order", async () => {
    line.reachable = false;
    const before = chatOn(line);
    before.start();
    await settle();
    before.send("written in a tunnel");
    before.send("and a second one");
    line.reachable = true;
    const after = await online();
    expect(texts(after)).toEqual(["written in a tunnel", "and a second one"]);
    expect(line.socket.texts()).toEqual(["written in a tunnel", "and a second one"]);
  });

  it("repeats an unanswered message under the same id, so that it can't become two", async () => {
    const chat = await online();
    chat.send("hello");
    const [first] = line.socket.sent.filter((event) => event.type === "send");
    line.socket.breaks();
    await reopens();
    expect(line.socket.sent.find((event) => event.type === "send")).toEqual(first);
  });

  it("opens a new line when nothing answers on the old one", async () => {
    const chat = await online();
    chat.send("hello");
    await vi.advanceTimersByTimeAsync(11_000);
    expect(line.sockets).toHaveLength(2);
    expect(states(chat)).toEqual(["queued"]);
  });

  it("is not sent after many tries, and can be tried again", async () => {
    const chat = await online();
    chat.send("hello");
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
      line.socket.breaks();
      await reopens();
    }
    expect(states(chat)).toEqual(["failed"]);
    const [failed] = chat.outbox.messages.value;
    if (failed) chat.retry(failed);
    expect(states(chat)).toEqual(["queued"]);
    expect(line.socket.texts()).toEqual(["hello"]);
  });

  it("shows why a message was refused; its text goes back beside the draft to be edited", async () => {
    const chat = await online();
    chat.send("much too long");
    chat.write("a draft");
    line.socket.says({ type: "refused", client_id: chat.outbox.messages.value[0]?.client_id ?? "", sentence: "Too long." });
    const [refused] = chat.outbox.messages.value;
    expect(refused).toMatchObject({ state: "failed", problem: "Too long." });
    if (refused) chat.edit(refused);
    expect(chat.draft.value).toBe("much too long\na draft");
    expect(texts(chat)).toEqual([]);
  });

  it("sends nothing for blank text", async () => {
    const chat = await online();
    chat.send(" \n ");
    expect(line.socket.texts()).toEqual([]);
  });
});

describe("receiving", () => {
  it("announces the bot's message once, with what it quotes", async () => {
    const chat = await online();
    const quotes = [{ memory: "m", text: "under the blue pot", label: "3 May, Telegram", at: "2026-05-03T09:00:00Z" }];
    const message = fromBot(10, "You told me:", { quotes });
    line.socket.says({ type: "message", message });
    line.socket.says({ type: "message", message });
    expect(chat.announcements.recent.value.map(({ text }) => text)).toEqual([
      "Tuckaway: You told me: under the blue pot, 3 May, Telegram.",
    ]);
  });

  it("stops typing when the answer comes, or when none comes for long", async () => {
    const chat = await online();
    line.socket.says({ type: "typing", on: true });
    expect(chat.typing.value).toBe(true);
    line.socket.says({ type: "message", message: fromBot(10, "Tucked away.") });
    expect(chat.typing.value).toBe(false);
    line.socket.says({ type: "typing", on: true });
    await vi.advanceTimersByTimeAsync(31_000);
    expect(chat.typing.value).toBe(false);
  });

  it("fetches what was missed while the line was down, in as many pages as it takes", async () => {
    line.log = [fromBot(1, "0")];
    const chat = await online();
    line.socket.breaks();
    line.log = Array.from({ length: 450 }, (_, index) => fromBot(index + 1, `${index}`));
    await reopens();
    expect(texts(chat)).toEqual(line.log.map((message) => message.text));
    expect(chat.announcements.recent.value.at(-1)?.text).toBe("449 new messages");
  });

  it("does not take a message pushed during a gap for the end of the gap", async () => {
    line.log = [fromBot(1, "a")];
    const chat = await online();
    line.socket.breaks();
    line.log = [fromBot(1, "a"), fromBot(2, "b"), fromBot(3, "c")];
    await reopens();
    line.socket.says({ type: "message", message: fromBot(3, "c") });
    line.socket.breaks();
    await reopens();
    expect(texts(chat)).toEqual(["a", "b", "c"]);
  });

  it("hears of states that changed while the line was down", async () => {
    line.log = [fromPerson(1, "hello")];
    const chat = await online();
    line.socket.breaks();
    line.log = [fromPerson(1, "hello", { state: "read" })];
    await reopens();
    expect(states(chat)).toEqual(["read"]);
  });

  it("loads earlier messages a page at a time, until there are none", async () => {
    line.log = Array.from({ length: 180 }, (_, index) => fromBot(index + 1, `${index}`));
    const chat = await online();
    expect(chat.history.messages.value).toHaveLength(100);
    await chat.history.loadEarlier();
    await chat.history.loadEarlier();
    expect(texts(chat)).toEqual(line.log.map((message) => message.text));
    const asked = line.asked.length;
    await chat.history.loadEarlier();
    expect(line.asked).toHaveLength(asked);
  });

  it("says so when earlier messages don't load, and loads them when asked again", async () => {
    line.log = Array.from({ length: 120 }, (_, index) => fromBot(index + 1, `${index}`));
    const chat = await online();
    line.status = 500;
    await chat.history.loadEarlier();
    expect(chat.history.loadingEarlier.value).toBe("failed");
    line.status = 200;
    await chat.history.loadEarlier();
    expect(chat.history.messages.value).toHaveLength(120);
  });
});

describe("unread", () => {
  const looking = (chat: Chat, atEnd: boolean) => {
    chat.reading.atEnd.value = atEnd;
  };

  it("counts incoming messages only, never one's own", async () => {
    line.log = [fromBot(1, "a")];
    const chat = await online();
    looking(chat, false);
    line.socket.says({ type: "message", message: fromPerson(2, "mine, from another tab") });
    line.socket.says({ type: "message", message: fromBot(3, "theirs") });
    expect(chat.reading.unread.value).toHaveLength(1);
    expect(chat.reading.divider.value).toEqual({ after: 1, count: 1 });
  });

  it("tells the server up to where was read, once the end is in sight", async () => {
    line.log = [fromBot(1, "a")];
    const chat = await online();
    looking(chat, false);
    line.socket.says({ type: "message", message: fromBot(2, "b") });
    looking(chat, true);
    expect(line.socket.sent.at(-1)).toEqual({ type: "read", sequence: 2 });
    expect(chat.reading.unread.value).toEqual([]);
  });

  it("keeps the divider over a reload, and clears it when one writes", async () => {
    line.log = [fromBot(1, "a")];
    const before = await online();
    looking(before, false);
    line.log.push(fromBot(2, "b"), fromBot(3, "c"));
    line.socket.says({ type: "message", message: fromBot(2, "b") });
    const after = await online();
    expect(after.reading.divider.value).toEqual({ after: 1, count: 2 });
    looking(after, true);
    expect(after.reading.divider.value).toEqual({ after: 1, count: 2 });
    after.send("thanks");
    expect(after.reading.divider.value).toBeNull();
  });

  it("takes nothing for unread on the first visit", async () => {
    line.log = [fromBot(1, "a"), fromBot(2, "b")];
    const chat = await online();
    expect(chat.reading.unread.value).toEqual([]);
    expect(chat.reading.divider.value).toBeNull();
  });
});

describe("buttons", () => {
  const message = fromBot(10, "Tucked away.", { actions: [{ label: "Undo", tap: "undo:1", lasting: false }] });

  it("send one tap, however often they are pressed before the answer", async () => {
    const chat = await online();
    line.socket.says({ type: "message", message });
    chat.tap(message, { label: "Undo", tap: "undo:1", lasting: false });
    chat.tap(message, { label: "Undo", tap: "undo:1", lasting: false });
    expect(line.socket.sent.filter((event) => event.type === "tap")).toHaveLength(1);
    expect(chat.shown.value).toHaveLength(1);
    line.socket.says({ type: "message", message: fromBot(20, "Undone.") });
    expect(chat.tapped.value).toBeNull();
  });

  it("stay on every answer since the person wrote last, and on none before", async () => {
    const undo = { label: "Undo", tap: "undo:1", lasting: false };
    const zone = { label: "Yes", tap: "zone_right", lasting: false };
    const chat = await online();
    const saved = fromBot(11, "Tucked away.", { actions: [undo] });
    const introduction = fromBot(12, "I'm Tuckaway.");
    const question = fromBot(13, "Lisbon?", { actions: [zone] });
    for (const each of [fromPerson(10, "a note"), saved, introduction, question]) line.socket.says({ type: "message", message: each });
    expect([saved, introduction, question].map((each) => chat.offers(each))).toEqual([true, false, true]);
    line.socket.says({ type: "message", message: fromPerson(14, "thanks") });
    expect([saved, question].map((each) => chat.offers(each))).toEqual([false, false]);
  });

  it("go from the message whose choice was made, also after a reload, and stay on the others", async () => {
    const actions = [{ label: "Yes", tap: "yes", lasting: false }];
    const [first, second] = [fromBot(11, "Lisbon?", { actions }), fromBot(12, "Tucked away.", { actions })];
    line.log = [fromPerson(10, "a note"), first, second];
    const chat = await online();
    chat.tap(first, { label: "Yes", tap: "yes", lasting: false });
    expect(chat.offers(first)).toBe(true);
    line.socket.says({ type: "message", message: fromBot(20, "Good.") });
    line.log.push(fromBot(20, "Good."));
    for (const page of [chat, await online()]) expect([first, second].map((each) => page.offers(each))).toEqual([false, true]);
  });

  it("are not drawn twice for what a quote opens, and stay after it was opened", async () => {
    const quote = { memory: "m", text: "under the blue pot", label: "3 May, Telegram", at: "2026-05-03T09:00:00Z" };
    const undo = { label: "Undo", tap: "undo:1", lasting: false };
    const answer = fromBot(11, "You told me:", { quotes: [quote], actions: [{ label: "Open", tap: "open:m", lasting: true }, undo] });
    const chat = await online();
    for (const each of [fromPerson(10, "where is the key?"), answer]) line.socket.says({ type: "message", message: each });
    expect(chat.buttons(answer)).toEqual([undo]);
    chat.open(answer, quote);
    chat.open(answer, quote);
    expect(line.socket.sent.filter((event) => event.type === "tap")).toMatchObject([{ message_id: answer.id, tap: "open:m" }]);
    line.socket.says({ type: "message", message: fromBot(20, "The whole of it.") });
    expect(chat.offers(answer)).toBe(true);
  });

  it("are pressed again by the page itself when the line broke before the answer", async () => {
    const chat = await online();
    line.log = [message];
    line.socket.says({ type: "message", message });
    chat.tap(message, { label: "Undo", tap: "undo:1", lasting: false });
    const [tap] = line.socket.sent.filter((event) => event.type === "tap");
    line.socket.breaks();
    await reopens();
    expect(line.socket.sent).toContainEqual(tap);
    expect(chat.tapped.value).not.toBeNull();
  });

  it("can be pressed again when the tap was refused, and the person is told why", async () => {
    const chat = await online();
    line.socket.says({ type: "message", message });
    chat.tap(message, { label: "Undo", tap: "undo:1", lasting: false });
    line.socket.says({ type: "refused", client_id: chat.tapped.value?.client_id ?? "", sentence: "Too late to undo." });
    expect(chat.tapped.value).toBeNull();
    expect(chat.notice.value).toBe("Too late to undo.");
  });
});

describe("the session", () => {
  it("shows how to get in when there is none, and stops trying", async () => {
    line.status = 401;
    const chat = chatOn(line);
    chat.start();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(chat.signedOut.value).toBe(true);
    expect(line.asked).toHaveLength(1);
  });

  it("hides what was said when it ends, but keeps what was written and not sent for its author", async () => {
    line.log = [fromBot(1, "a secret")];
    const before = await online();
    before.history.keepRecent();
    before.write("half a draft");
    line.status = 401;
    const shutOut = chatOn(line);
    shutOut.start();
    await settle();
    expect(texts(shutOut)).toEqual([]);
    expect(localStorage.getItem("tuckaway.recent")).toBeNull();
    line.status = 200;
    expect((await online()).draft.value).toBe("half a draft");
  });

  it("never hands what one person wrote to another", async () => {
    const first = await online();
    first.write("half a draft");
    line.reachable = false;
    line.socket.breaks();
    first.send("unsent");
    line.reachable = true;
    line.me = { ...line.me, person: "p2" };
    const second = await online();
    expect(second.draft.value).toBe("");
    expect(line.socket.texts()).toEqual([]);
  });

  it("wipes everything kept in the browser on logging out", async () => {
    line.log = [fromBot(1, "a secret")];
    const chat = await online();
    chat.history.keepRecent();
    chat.write("half a draft");
    await chat.logOut();
    expect(chat.signedOut.value).toBe(true);
    expect([localStorage.length, sessionStorage.length]).toEqual([0, 0]);
    expect(line.asked).toContain("POST /api/v1/logout");
  });

  it("stays logged in when there is no connection to log out by, and says so", async () => {
    const chat = await online();
    line.reachable = false;
    await chat.logOut();
    expect(chat.signedOut.value).toBe(false);
    expect(chat.notice.value).toMatch("needs a connection");
  });

  it("tells the server the browser's zone once, when it differs", async () => {
    line.me = { ...line.me, zone: "America/New_York" };
    const chat = await online();
    line.socket.breaks();
    await reopens();
    expect(line.asked.filter((request) => request === "POST /api/v1/zone")).toHaveLength(1);
    expect(chat.connection.state.value).toBe("online");
  });
});

describe("without a network", () => {
  it("shows the last messages of the visit before", async () => {
    line.log = [fromBot(1, "a"), fromBot(2, "b")];
    (await online()).history.keepRecent();
    line.reachable = false;
    const chat = chatOn(line);
    chat.start();
    await settle();
    expect(texts(chat)).toEqual(["a", "b"]);
    expect(chat.asked.value).toBe(true);
    expect(chat.signedOut.value).toBe(false);
  });

  it("keeps fewer messages when all are too much for the storage", async () => {
    line.log = Array.from({ length: 100 }, (_, index) => fromBot(index + 1, "x".repeat(1_000)));
    const small = storageUpTo(30_000);
    (await online(small)).history.keepRecent();
    line.reachable = false;
    const chat = chatOn(line, small);
    expect(chat.history.messages.value).toEqual(line.log.slice(-25));
  });

  it("tries again at once when the network comes back", async () => {
    const chat = await online();
    line.reachable = false;
    line.socket.breaks();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(chat.connection.state.value).toBe("connecting");
    line.reachable = true;
    dispatchEvent(new Event("online"));
    await settle();
    line.socket.opens();
    expect(chat.connection.state.value).toBe("online");
  });

  it("announces that the line broke once, not with every try", async () => {
    const chat = await online();
    line.reachable = false;
    line.socket.breaks();
    await vi.advanceTimersByTimeAsync(120_000);
    expect(chat.announcements.recent.value.map(({ text }) => text)).toEqual(["Connecting…"]);
  });
});
