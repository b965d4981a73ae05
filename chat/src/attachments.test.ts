import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Chat } from "./chat";
import { chatOn, Line } from "./doubles";

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

const settle = () => vi.advanceTimersByTimeAsync(0);

async function online(): Promise<Chat> {
  const chat = chatOn(line);
  chat.start();
  await settle();
  line.socket.opens();
  await settle();
  return chat;
}

function chosen(name: string | null, size = 10): { content: Blob; name: string | null } {
  const content = new Blob(["x"], { type: "image/jpeg" });
  Object.defineProperty(content, "size", { value: size });
  return { content, name };
}

const states = (chat: Chat) => chat.attachments.list.value.map(({ state }) => state);
const sent = () => line.socket.sent.flatMap((event) => (event.type === "send" ? [event] : []));
const told = (chat: Chat) => chat.announcements.recent.value.map(({ text }) => text);

describe("putting files to a message", () => {
  it("uploads them one after the other, each by its name and with the session's token", async () => {
    const chat = await online();
    chat.attachments.add([chosen("größe.jpg"), chosen(null)]);
    expect(states(chat)).toEqual(["uploading", "waiting"]);
    expect(line.upload.headers).toMatchObject({ "X-CSRF-Token": "token", "X-File-Name": "gr%C3%B6%C3%9Fe.jpg", "Content-Type": "image/jpeg" });
    line.upload.arrives("f1", "größe.jpg");
    await settle();
    expect(states(chat)).toEqual(["ready", "uploading"]);
    expect(line.upload.headers).not.toHaveProperty("X-File-Name");
  });

  it("names half of a surrogate pair rather than fail on it", async () => {
    const chat = await online();
    chat.attachments.add([chosen("\ud83d.jpg")]);
    expect(line.upload.headers["X-File-Name"]).toBe("%EF%BF%BD.jpg");
  });

  it("shows how far one has come, and says half of a large one and the end of each", async () => {
    const chat = await online();
    chat.attachments.add([chosen("garden.jpg", 5_000_000)]);
    line.upload.comesTo(0.3);
    line.upload.comesTo(0.6);
    expect(chat.attachments.list.value[0]?.progress).toBe(0.6);
    line.upload.arrives("f1");
    await settle();
    expect(told(chat)).toEqual(["garden.jpg added", "garden.jpg: half of it sent", "garden.jpg is ready to be sent"]);
  });

  it("takes no more than one message may have, and none that is too large", async () => {
    line.me = { ...line.me, most_files: 2, file_limit: 2 * 1024 * 1024 };
    const chat = await online();
    chat.attachments.add([chosen("film.mp4", 3 * 1024 * 1024), chosen("a.jpg"), chosen("b.jpg")]);
    expect(states(chat)).toEqual(["refused", "uploading"]);
    expect(chat.attachments.list.value[0]?.problem).toBe("Larger than 2 MB. A smaller copy will do.");
    expect(chat.notice.value).toBe("One message takes 2 files at most.");
  });

  it("says the server's own sentence about one that it doesn't take, and goes on with the next", async () => {
    const chat = await online();
    chat.attachments.add([chosen("setup.exe"), chosen("a.jpg")]);
    line.upload.answers(415, { title: "", detail: "I take pictures." });
    await settle();
    expect(states(chat)).toEqual(["refused", "uploading"]);
    expect(told(chat)).toContain("setup.exe can't be sent: I take pictures.");
  });

  it("cancels what is under way, and lets the server forget what had arrived", async () => {
    const chat = await online();
    chat.attachments.add([chosen("a.jpg"), chosen("b.jpg")]);
    line.upload.arrives("f1");
    await settle();
    const second = line.upload;
    for (const { key } of chat.attachments.list.value) chat.detach(key);
    await settle();
    expect(second.aborted).toBe(true);
    expect(chat.attachments.list.value).toEqual([]);
    expect(line.asked.filter((asked) => asked.startsWith("DELETE"))).toEqual(["DELETE /api/v1/uploads/f1"]);
  });

  it("tries again after a failure, at once when the line is back, and gives up in the end", async () => {
    const chat = await online();
    chat.attachments.add([chosen("a.jpg")]);
    line.upload.fails();
    await settle();
    expect(states(chat)).toEqual(["waiting"]);
    for (let attempt = 2; attempt <= 4; attempt += 1) {
      while (line.uploads.length < attempt) await vi.advanceTimersByTimeAsync(250);
      line.upload.answers(503, { title: "", detail: "later" });
      await settle();
    }
    expect(states(chat)).toEqual(["refused"]);
  });

  it("waits while there is no line, and goes on when there is", async () => {
    const chat = await online();
    chat.attachments.add([chosen("a.jpg")]);
    dispatchEvent(new Event("offline"));
    line.upload.fails();
    await settle();
    chat.attachments.add([chosen("b.jpg")]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(states(chat)).toEqual(["waiting", "waiting"]);
    expect(line.uploads.length).toBe(1);
    dispatchEvent(new Event("online"));
    await settle();
    line.socket.opens();
    await settle();
    expect(states(chat)).toEqual(["uploading", "waiting"]);
  });

  it("ends with the session", async () => {
    const chat = await online();
    chat.attachments.add([chosen("a.jpg")]);
    line.upload.answers(401, {});
    await settle();
    expect(chat.signedOut.value).toBe(true);
  });
});

describe("sending them", () => {
  it("names them in their order, without a word if there is none", async () => {
    const chat = await online();
    chat.attachments.add([chosen("a.jpg"), chosen("b.jpg")]);
    line.upload.arrives("f1");
    await settle();
    line.upload.arrives("f2");
    await settle();
    chat.submit();
    expect(sent()).toMatchObject([{ text: "", files: ["f1", "f2"] }]);
    expect(chat.attachments.list.value).toEqual([]);
    expect(chat.shown.value).toMatchObject([{ state: "queued", files: [{ id: "f1" }, { id: "f2" }] }]);
  });

  it("waits for the last one to arrive, and keeps the caption where it is until then", async () => {
    const chat = await online();
    chat.write("the boiler");
    chat.attachments.add([chosen("a.jpg")]);
    chat.submit();
    expect([sent(), chat.draft.value]).toEqual([[], "the boiler"]);
    line.upload.arrives("f1");
    await settle();
    expect(sent()).toMatchObject([{ text: "the boiler", files: ["f1"] }]);
    expect(chat.draft.value).toBe("");
  });

  it("is called off by taking a file out, and held up by one that can't be sent", async () => {
    const chat = await online();
    chat.write("the boiler");
    chat.attachments.add([chosen("a.jpg"), chosen("b.jpg")]);
    chat.submit();
    line.upload.answers(415, { title: "", detail: "no" });
    await settle();
    line.upload.arrives("f2");
    await settle();
    expect(sent()).toEqual([]);
    expect(chat.notice.value).toBe("A file can’t be sent. Remove it, and the rest goes.");
    chat.detach(chat.attachments.list.value[0]?.key ?? "");
    await settle();
    expect(sent()).toEqual([]);
    chat.submit();
    expect(sent()).toMatchObject([{ text: "the boiler", files: ["f2"] }]);
  });

  it("sends the same message again with the same files after a reload", async () => {
    const before = await online();
    before.attachments.add([chosen("a.jpg")]);
    line.upload.arrives("f1");
    await settle();
    before.submit();
    const [first] = sent();
    await online();
    expect(sent()).toEqual([first]);
  });

  it("keeps what is on the server over a reload, for as long as it is kept there", async () => {
    const before = await online();
    before.attachments.add([chosen("a.jpg"), chosen("b.jpg")]);
    line.upload.arrives("f1");
    await settle();
    expect(chatOn(line).attachments.list.value).toMatchObject([{ state: "ready", file: { id: "f1" } }]);
    const kept = JSON.parse(localStorage.getItem("tuckaway.attached") ?? "{}");
    localStorage.setItem("tuckaway.attached", JSON.stringify({ ...kept, at: kept.at - 24 * 3_600_000 }));
    expect(chatOn(line).attachments.list.value).toEqual([]);
  });

  it("gives the files of a refused message back to whoever edits it, and drops them with it", async () => {
    const chat = await online();
    chat.attachments.add([chosen("a.jpg")]);
    line.upload.arrives("f1");
    await settle();
    chat.submit();
    line.socket.says({ type: "refused", client_id: sent()[0]?.client_id ?? "", sentence: "too long" });
    const [message] = chat.outbox.messages.value;
    if (message) chat.edit(message);
    expect(chat.attachments.list.value).toMatchObject([{ state: "ready", file: { id: "f1" } }]);
    chat.submit();
    line.socket.says({ type: "refused", client_id: sent()[1]?.client_id ?? "", sentence: "too long" });
    const [again] = chat.outbox.messages.value;
    if (again) chat.discard(again);
    await settle();
    expect(line.asked).toContain("DELETE /api/v1/uploads/f1");
  });

  it("never puts more into a message than it may have, whatever comes back from one that was refused", async () => {
    line.me = { ...line.me, most_files: 1 };
    const chat = await online();
    chat.attachments.add([chosen("a.jpg")]);
    line.upload.arrives("f1");
    await settle();
    chat.submit();
    line.socket.says({ type: "refused", client_id: sent()[0]?.client_id ?? "", sentence: "too long" });
    chat.attachments.add([chosen("b.jpg")]);
    line.upload.arrives("f2");
    await settle();
    const [message] = chat.outbox.messages.value;
    if (message) chat.edit(message);
    expect(states(chat)).toEqual(["ready", "refused"]);
    expect(chat.attachments.list.value[1]?.problem).toBe("One message takes 1 files at most.");
  });

  it("leaves nothing of them to the next person in this browser", async () => {
    const chat = await online();
    chat.attachments.add([chosen("a.jpg"), chosen("b.jpg")]);
    line.upload.arrives("f1");
    await settle();
    line.me = { ...line.me, person: "p2" };
    await online();
    expect(localStorage.getItem("tuckaway.attached")).toBeNull();
    chat.attachments.clear();
    expect(line.upload.aborted).toBe(true);
  });
});
