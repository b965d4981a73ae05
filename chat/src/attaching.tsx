// How files are put to a message: chosen, pasted or dropped; and what has become of them so far.
import { useEffect, useRef, useState } from "preact/hooks";
import { type Attached, titleOf } from "./attachments";
import type { Chat } from "./chat";
import { extension, shownAt, sizeOf, thumbnailOf } from "./files";
import { Icon } from "./icons";
import { focusComposer } from "./thread";

/** What browsers call a picture that has no name. */
const NAMELESS = "image.png";

const PREVIEW_PX = 152;

export function Paperclip({ chat }: { chat: Chat }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" class="attach" aria-label="Attach files" title="Attach files" onClick={() => input.current?.click()}>
        <Icon name="clip" />
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label="Files to attach"
        onChange={({ currentTarget }) => {
          attach(chat, [...(currentTarget.files ?? [])]);
          // The same file may be chosen again after it was removed.
          currentTarget.value = "";
          focusComposer();
        }}
      />
    </>
  );
}

function attach(chat: Chat, files: readonly File[]): void {
  if (files.length > 0) chat.attachments.add(files.map((content) => ({ content, name: content.name })));
}

/** Takes files out of the clipboard; text that comes with a picture of itself stays text. */
export function paste(chat: Chat, event: ClipboardEvent): void {
  const { files, types } = event.clipboardData ?? {};
  if (!files?.length || (types?.includes("text/plain") && types.includes("text/html"))) return;
  event.preventDefault();
  chat.attachments.add([...files].map((content) => ({ content, name: content.name === NAMELESS ? null : content.name })));
}

/** Where files can be dropped: anywhere on the page, which says so while they are above it. */
export function DropTarget({ chat }: { chat: Chat }) {
  const [above, setAbove] = useState(false);
  useEffect(() => followDrags(chat, setAbove), [chat]);
  return above ? (
    <div class="drop" role="presentation">
      <p>
        <Icon name="clip" size={40} />
        Drop files here to add them
      </p>
    </div>
  ) : null;
}

function followDrags(chat: Chat, setAbove: (above: boolean) => void): () => void {
  // Each element that is gone into and out of on the way says so.
  let depth = 0;
  const bringsFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
  const moved = (by: 1 | -1) => (event: DragEvent) => {
    if (!bringsFiles(event)) return;
    event.preventDefault();
    depth = Math.max(0, depth + by);
    setAbove(depth > 0);
  };
  const over = (event: DragEvent) => {
    if (!bringsFiles(event)) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = "copy";
  };
  const dropped = (event: DragEvent) => {
    if (!bringsFiles(event)) return;
    // Without this the page would be left for the file.
    event.preventDefault();
    depth = 0;
    setAbove(false);
    drop(chat, event.dataTransfer);
  };
  const listeners = { dragenter: moved(1), dragleave: moved(-1), dragover: over, drop: dropped };
  for (const [name, listener] of Object.entries(listeners)) addEventListener(name, listener as EventListener);
  return () => {
    for (const [name, listener] of Object.entries(listeners)) removeEventListener(name, listener as EventListener);
  };
}

function drop(chat: Chat, transfer: DataTransfer | null): void {
  const items = [...(transfer?.items ?? [])].filter(({ kind }) => kind === "file");
  const folders = items.filter((item) => item.webkitGetAsEntry?.()?.isDirectory);
  if (folders.length > 0) chat.tell("A folder can’t be sent, only the files in it.");
  attach(chat, items.flatMap((item) => (folders.includes(item) ? [] : (item.getAsFile() ?? []))));
  focusComposer();
}

/** What is put to the message that is being written. */
export function Tray({ chat }: { chat: Chat }) {
  const list = chat.attachments.list.value;
  const tiles = useRef<HTMLUListElement>(null);
  // More than fit side by side: what was added last is in sight.
  useEffect(() => tiles.current?.lastElementChild?.scrollIntoView({ block: "nearest", inline: "nearest" }), [list.length]);
  if (list.length === 0) return null;
  const detach = (event: { currentTarget: HTMLElement }, key: string) => {
    const item = event.currentTarget.closest("li");
    const neighbour = item?.nextElementSibling ?? item?.previousElementSibling;
    const next = neighbour?.querySelector("button");
    chat.detach(key);
    if (next) next.focus();
    else focusComposer();
  };
  return (
    <div class="tray">
      <ul ref={tiles} aria-label="Attached files">
        {list.map((attached) => (
          <Tile key={attached.key} attached={attached} detach={detach} />
        ))}
      </ul>
      <Standing chat={chat} list={list} />
    </div>
  );
}

interface TileProps {
  readonly attached: Attached;
  readonly detach: (event: { currentTarget: HTMLElement }, key: string) => void;
}

function Tile({ attached, detach }: TileProps) {
  const title = titleOf(attached);
  const problem = `problem-${attached.key}`;
  return (
    <li class={`tile tile-${attached.state}`}>
      <Preview attached={attached} />
      <span class="tile-name" dir="auto" title={title}>
        {title}
      </span>
      {attached.state === "uploading" && <progress value={attached.progress} aria-label={`Uploading ${title}`} />}
      {attached.state === "waiting" && <Icon name="clock" size={20} />}
      {attached.state === "refused" && <Icon name="alert" size={20} />}
      <button
        type="button"
        aria-label={`Remove ${title}`}
        title="Remove"
        aria-describedby={attached.problem === null ? undefined : problem}
        onClick={(event) => detach(event, attached.key)}
        onKeyDown={(event) => {
          if (!["Escape", "Delete", "Backspace"].includes(event.key)) return;
          event.preventDefault();
          detach(event, attached.key);
        }}
      >
        <Icon name="close" size={14} />
      </button>
    </li>
  );
}

/** A small picture of it, drawn here: the page may load pictures from nowhere but the server. */
function Preview({ attached }: { attached: Attached }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [drawn, setDrawn] = useState(false);
  const { content, file } = attached;
  useEffect(() => {
    if (content?.type.startsWith("image/") && canvas.current) void draw(content, canvas.current).then(setDrawn);
  }, [content]);
  const fromServer = !drawn && file?.thumbnail;
  return (
    <div class="preview" aria-hidden="true">
      <canvas ref={canvas} hidden={!drawn} />
      {fromServer && <img src={thumbnailOf(file)} {...shownAt(file.width ?? 1, file.height ?? 1)} alt="" />}
      {!drawn && !fromServer && (
        <span>
          <Icon name="file" size={28} />
          {extension({ name: attached.name, type: content?.type ?? file?.type ?? null })} {sizeOf(attached.size)}
        </span>
      )}
    </div>
  );
}

/** False where this browser can't decode it. */
async function draw(content: Blob, canvas: HTMLCanvasElement): Promise<boolean> {
  try {
    const picture = await createImageBitmap(content, { resizeHeight: PREVIEW_PX, resizeQuality: "medium" });
    [canvas.width, canvas.height] = [picture.width, picture.height];
    canvas.getContext("2d")?.drawImage(picture, 0, 0);
    picture.close();
    return true;
  } catch {
    return false;
  }
}

/** What there is to say of all of them: what can't be sent and why, and what the rest waits for. */
function Standing({ chat, list }: { chat: Chat; list: readonly Attached[] }) {
  const offline = chat.connection.state.value !== "online";
  const ready = list.filter(({ state }) => state === "ready").length;
  const words = !chat.attachments.pending.value
    ? null
    : offline
      ? "Files wait here until you are back online. Keep this page open."
      : `${ready} of ${list.length} uploaded${chat.submitting.value ? ", then it is sent" : ""}…`;
  return (
    <div class="standing">
      {list.map(
        (each) =>
          each.problem !== null && (
            <p key={each.key} id={`problem-${each.key}`} class="problem">
              <b dir="auto">{titleOf(each)}</b> {each.problem}
            </p>
          ),
      )}
      {words !== null && <p>{words}</p>}
    </div>
  );
}
