import { render } from "preact";
import { act } from "preact/test-utils";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { ServerProblem, SignedOut } from "./problems";
import type { Chat } from "./chat";
import { Files, nameOf, shownAt, sizeOf, standingOf } from "./files";
import type { ChatFile } from "./wire";

const PHOTO: ChatFile = {
  id: "f1",
  kind: "photo",
  name: null,
  standing: "stored",
  type: "image/jpeg",
  size: 48_211,
  width: 1200,
  height: 800,
  thumbnail: true,
};
const PAPER: ChatFile = { ...PHOTO, kind: "document", name: "lease.pdf", type: "application/pdf", thumbnail: false };

type Standing = (file: ChatFile) => Promise<ChatFile>;

function drawn(
  files: ChatFile | readonly ChatFile[],
  standing: Standing = async (asked) => asked,
  element: HTMLElement = document.createElement("div"),
): HTMLElement {
  // Effects run at once: what an earlier test left to be run after a paint would otherwise hold up this one's.
  void act(() => render(<Files chat={{ standing } as unknown as Chat} files={[files].flat()} tabIndex={-1} />, element));
  return element;
}

function photos(count: number): ChatFile[] {
  return Array.from({ length: count }, (_, index) => ({ ...PHOTO, id: `f${index + 1}` }));
}

function shownOf(element: HTMLElement): (string | null)[] {
  return [...element.querySelectorAll(".album a")].map((each) => each.getAttribute("href")?.split("/").pop() ?? null);
}

describe("a photo", () => {
  it("reserves its shape and opens as a whole", () => {
    const element = drawn(PHOTO);
    const image = element.querySelector("img");
    expect([image?.getAttribute("width"), image?.getAttribute("height")]).toEqual(["330", "220"]);
    expect([image?.getAttribute("src"), image?.alt]).toEqual(["/api/v1/media/f1/thumbnail", "Photo"]);
    expect(element.querySelector("a")?.getAttribute("href")).toBe("/api/v1/media/f1");
    expect(element.querySelector("a")?.tabIndex).toBe(-1);
  });

  it("that browsers can't draw is shown by its small one", () => {
    const element = drawn({ ...PHOTO, type: "image/heic", name: "IMG_1.HEIC" });
    expect(element.querySelector("img")?.getAttribute("src")).toBe("/api/v1/media/f1/thumbnail");
  });

  it("that this machine made no small one of is offered for saving", () => {
    const element = drawn({ ...PHOTO, type: "image/heic", name: "IMG_1.HEIC", thumbnail: false });
    expect(element.querySelector("img")).toBeNull();
    expect(element.querySelector("a")?.download).toBe("IMG_1.HEIC");
  });

  it.each([
    [1200, 800, 330, 220],
    [90, 51, 90, 51],
    [30_000, 10, 330, 1],
  ])("of %d by %d is shown at %d by %d", (width, height, shownWidth, shownHeight) => {
    expect(shownAt(width, height)).toEqual({ width: shownWidth, height: shownHeight });
  });
});

describe("several photos", () => {
  it.each([
    [2, 0],
    [3, 1],
    [4, 0],
  ])("of which there are %d stand in a grid, the odd one across", (count, wide) => {
    const element = drawn(photos(count));
    expect(shownOf(element)).toHaveLength(count);
    expect(element.querySelectorAll(".picture-wide")).toHaveLength(wide);
    expect(element.querySelector(".album")?.getAttribute("aria-label")).toBe(`${count} photos`);
    expect(element.querySelector("button")).toBeNull();
  });

  it("beyond four wait behind the fourth, which says how many, until they are asked for", async () => {
    const element = drawn(photos(7));
    document.body.append(element);
    const more = element.querySelector("button");
    expect([shownOf(element), more?.textContent, more?.getAttribute("aria-label")]).toEqual([
      ["f1", "f2", "f3", "f4"],
      "+3",
      "+3: show all 7 photos",
    ]);
    expect(more?.parentElement?.querySelector("[aria-hidden] a")?.getAttribute("href")).toBe("/api/v1/media/f4");
    more?.focus();
    more?.click();
    await vi.waitFor(() => expect(shownOf(element)).toHaveLength(7), { timeout: 4_000 });
    expect(document.activeElement?.getAttribute("href")).toBe("/api/v1/media/f4");
    expect(element.querySelector("button, [aria-hidden] a")).toBeNull();
    element.remove();
  });

  it("keep the place of those that are still on their way, and leave papers and what is gone outside", () => {
    const waiting: ChatFile = { ...PHOTO, id: "f9", standing: "waiting", thumbnail: false };
    const gone: ChatFile = { ...PHOTO, id: "f8", standing: "gone", thumbnail: false };
    const element = drawn([PHOTO, PAPER, waiting, gone]);
    expect(element.querySelector(".album")?.textContent).toBe("PhotoOn its way…");
    expect(element.querySelectorAll(".picture")).toHaveLength(2);
    expect(element.querySelectorAll(".files > .file")).toHaveLength(2);
  });

  it("of which one is left are no grid", () => {
    expect(drawn([PHOTO, PAPER]).querySelector(".album")).toBeNull();
  });
});

describe("a paper", () => {
  it("shows its name, its type and its size", () => {
    const card = drawn(PAPER).querySelector("a");
    expect(card?.textContent).toBe("lease.pdfPDF · 48 kB");
    expect(card?.download).toBe("lease.pdf");
  });

  it.each([
    [10, "1 kB"],
    [48_211, "48 kB"],
    [1_240_000, "1.2 MB"],
    [20_971_520, "21 MB"],
  ])("of %d bytes has %s", (bytes, size) => {
    expect(sizeOf(bytes)).toBe(size);
  });
});

describe("a file that is not there", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    return () => vi.useRealTimers();
  });

  it("is asked after until it has come", async () => {
    const waiting: ChatFile = { ...PHOTO, standing: "waiting", thumbnail: false };
    const answers = [waiting, PHOTO];
    const element = drawn(waiting, async () => answers.shift() ?? PHOTO);
    expect(element.textContent).toBe("PhotoOn its way…");
    await vi.advanceTimersByTimeAsync(5_000);
    expect(element.querySelector("img")).not.toBeNull();
    expect(answers).toEqual([]);
  });

  it("stays where the keyboard is when the log tells that it has come as well", async () => {
    const waiting: ChatFile[] = photos(2).map((file) => ({ ...file, standing: "waiting", thumbnail: false }));
    const element = drawn(waiting, async ({ id }) => ({ ...PHOTO, id }));
    await vi.advanceTimersByTimeAsync(5_000);
    const photo = element.querySelector("a");
    drawn(photos(2), undefined, element);
    expect(shownOf(element)).toEqual(["f1", "f2"]);
    expect(element.querySelector("a")).toBe(photo);
  });

  it("is gone when the log says so, whatever was asked before", async () => {
    const waiting: ChatFile = { ...PHOTO, standing: "waiting", thumbnail: false };
    const element = drawn(waiting, async () => PHOTO);
    await vi.advanceTimersByTimeAsync(5_000);
    drawn({ ...PHOTO, standing: "gone", thumbnail: false }, undefined, element);
    expect(element.textContent).toBe("PhotoNot there any more");
  });

  it("says so when it is gone", () => {
    expect(drawn({ ...PAPER, standing: "gone" }).textContent).toBe("Document: lease.pdfNot there any more");
  });

  it.each([
    [new ServerProblem(404, "That file isn't here."), "gone"],
    [new SignedOut(), "gone"],
    [new ServerProblem(503, "Not now."), "waiting"],
    [new TypeError("no network"), "waiting"],
  ])("after %s is taken to be %s", async (error, standing) => {
    const asked = standingOf({ ...PHOTO, standing: "waiting" }, () => Promise.reject(error));
    expect((await asked).standing).toBe(standing);
  });
});

it("has a name for those who do not see it", () => {
  expect([nameOf(PHOTO), nameOf(PAPER)]).toEqual(["Photo", "Document: lease.pdf"]);
});
