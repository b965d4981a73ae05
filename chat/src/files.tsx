// The files of a message: photos to look at, sounds and films to play, papers to save.
import { useEffect, useState } from "preact/hooks";
import { ServerProblem, SignedOut } from "./problems";
import { backoff } from "./backoff";
import type { Chat, Shown } from "./chat";
import { Icon } from "./icons";
import type { ChatFile, MediaKind } from "./wire";

const ROOT = "/api/v1/media";
const NOT_FOUND = 404;
const LONGEST_PX = 330;
/** Photos of one message that are shown at once; behind the last of them wait the others. */
const TILES = 4;

const KINDS: Record<MediaKind, string> = {
  photo: "Photo",
  video: "Video",
  voice: "Voice message",
  audio: "Sound",
  document: "Document",
};

/** What a message that this browser kept from before there were files does not have. */
export function filesOf(message: Shown): readonly ChatFile[] {
  return ("files" in message ? message.files : undefined) ?? [];
}

/** A file in words: for those who don't see it, and where it can't be shown. */
export function nameOf(file: ChatFile): string {
  return file.name === null ? KINDS[file.kind] : `${KINDS[file.kind]}: ${file.name}`;
}

export function sizeOf(bytes: number): string {
  const [unit, size] = bytes < 1_000_000 ? ["kilobyte", bytes / 1_000] : ["megabyte", bytes / 1_000_000];
  const maximumFractionDigits = size < 10 && unit === "megabyte" ? 1 : 0;
  return new Intl.NumberFormat(undefined, { style: "unit", unit, maximumFractionDigits }).format(Math.max(size, 1));
}

interface FilesProps {
  readonly chat: Chat;
  readonly files: readonly ChatFile[];
  readonly tabIndex: 0 | -1;
}

export function Files({ chat, files, tabIndex }: FilesProps) {
  const pictures = files.filter(isPicture);
  const single = pictures.length > 1 ? files.filter((file) => !isPicture(file)) : files;
  return (
    <div class="files">
      {pictures.length > 1 && <Album {...{ chat, tabIndex }} files={pictures} />}
      {single.map((file) => (
        <Attached key={file.id} {...{ chat, file, tabIndex }} />
      ))}
    </div>
  );
}

/** Whether it is shown as a picture, or will be. */
function isPicture(file: ChatFile): boolean {
  return file.standing === "stored" ? file.thumbnail : file.standing === "waiting" && file.kind === "photo";
}

/** Photos of one message, two side by side, their place reserved; of many the first few, until the rest is asked for. */
function Album({ chat, files, tabIndex }: FilesProps) {
  const [open, setOpen] = useState(false);
  const shown = open || files.length <= TILES ? files : files.slice(0, TILES);
  const hidden = files.length - shown.length;
  return (
    <div class="album" role="group" aria-label={`${files.length} photos`}>
      {shown.map((file, index) => {
        const covered = hidden > 0 && index === TILES - 1;
        return (
          <div key={file.id} class={index % 2 === 0 && index === shown.length - 1 ? "picture picture-wide" : "picture"}>
            <div aria-hidden={covered ? "true" : undefined}>
              <Attached {...{ chat, file }} tabIndex={covered ? -1 : tabIndex} />
            </div>
            {covered && <More {...{ hidden, tabIndex }} all={files.length} open={() => setOpen(true)} />}
          </div>
        );
      })}
    </div>
  );
}

interface MoreProps {
  readonly hidden: number;
  readonly all: number;
  readonly tabIndex: 0 | -1;
  readonly open: () => void;
}

/** Covers the last photo that is shown. Before it goes, the keyboard is where the photo is that it covered. */
function More({ hidden, all, tabIndex, open }: MoreProps) {
  return (
    <button
      type="button"
      class="picture-more"
      aria-label={`+${hidden}: show all ${all} photos`}
      tabIndex={tabIndex}
      onClick={({ currentTarget }) => {
        const below = currentTarget.parentElement?.querySelector("a") ?? currentTarget.closest("article");
        below?.focus({ preventScroll: true });
        open();
      }}
    >
      +{hidden}
    </button>
  );
}

interface FileProps {
  readonly file: ChatFile;
  readonly tabIndex: 0 | -1;
}

function Attached({ chat, file, tabIndex }: FileProps & { readonly chat: Chat }) {
  const known = useStanding(chat, file);
  if (known.standing === "waiting") return <Absent file={known} words="On its way…" />;
  if (known.standing === "gone") return <Absent file={known} words="Not there any more" />;
  const View = viewOf(known);
  return <View file={known} tabIndex={tabIndex} />;
}

/** The file as it is by now: one that is being fetched is asked after while it is in sight, until the log tells. */
function useStanding(chat: Chat, file: ChatFile): ChatFile {
  const [asked, setAsked] = useState<ChatFile>();
  const { id, standing } = file;
  useEffect(() => {
    if (standing !== "waiting") return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async (attempt: number) => {
      const found = await chat.standing(file);
      if (timer === undefined) return;
      if (found.standing === "waiting") timer = setTimeout(() => void ask(attempt + 1), backoff(attempt, Math.random));
      else setAsked(found);
    };
    timer = setTimeout(() => void ask(1), backoff(0, Math.random));
    return () => {
      clearTimeout(timer);
      timer = undefined;
    };
  }, [chat, id, standing]);
  return standing === "waiting" ? (asked ?? file) : file;
}

/** What has become of a file; one that can't be asked after just now is taken to be where it was. */
export async function standingOf(file: ChatFile, ask: (id: string) => Promise<ChatFile>): Promise<ChatFile> {
  try {
    return await ask(file.id);
  } catch (error) {
    const gone = error instanceof SignedOut || (error instanceof ServerProblem && error.status === NOT_FOUND);
    return gone ? { ...file, standing: "gone" } : file;
  }
}

function viewOf(file: ChatFile): (props: FileProps) => preact.JSX.Element {
  if (file.thumbnail) return Photo;
  if (plays("audio", file)) return Sound;
  if (plays("video", file)) return Film;
  return Paper;
}

/** Whether this browser can play it: there are sounds that only telephones know. */
function plays(tag: "audio" | "video", file: ChatFile): boolean {
  const type = file.type ?? "";
  return type.startsWith(`${tag}/`) && document.createElement(tag).canPlayType(type) !== "";
}

/** Its size is reserved by its attributes, so nothing moves when it comes. Pressed, the whole of it opens. */
function Photo({ file, tabIndex }: FileProps) {
  return (
    <a class="photo" href={`${ROOT}/${file.id}`} target="_blank" rel="noopener noreferrer" tabIndex={tabIndex}>
      <img
        src={thumbnailOf(file)}
        {...shownAt(file.width ?? LONGEST_PX, file.height ?? LONGEST_PX)}
        alt={nameOf(file)}
        decoding="async"
      />
    </a>
  );
}

/** Where a small picture of it is. */
export function thumbnailOf(file: ChatFile): string {
  return `${ROOT}/${file.id}/thumbnail`;
}

/** As large as it is shown where there is room: within a square, and never larger than it is. */
export function shownAt(width: number, height: number): { width: number; height: number } {
  const scale = Math.min(1, LONGEST_PX / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

function Sound({ file, tabIndex }: FileProps) {
  return <audio controls preload="none" src={`${ROOT}/${file.id}`} aria-label={nameOf(file)} tabIndex={tabIndex} />;
}

function Film({ file, tabIndex }: FileProps) {
  return <video controls preload="metadata" src={`${ROOT}/${file.id}`} aria-label={nameOf(file)} tabIndex={tabIndex} />;
}

function Paper({ file, tabIndex }: FileProps) {
  return (
    <a class="file" href={`${ROOT}/${file.id}`} download={file.name ?? ""} tabIndex={tabIndex}>
      <Icon name="file" size={28} />
      <span dir="auto">{file.name ?? KINDS[file.kind]}</span>
      <small>{[extension(file), file.size === null ? "" : sizeOf(file.size)].filter(Boolean).join(" · ")}</small>
    </a>
  );
}

function Absent({ file, words }: { readonly file: ChatFile; readonly words: string }) {
  return (
    <div class={file.kind === "photo" && file.standing === "waiting" ? "file file-awaited" : "file"}>
      <Icon name={file.standing === "waiting" ? "clock" : "alert"} size={28} />
      <span dir="auto">{nameOf(file)}</span>
      <small>{words}</small>
    </div>
  );
}

/** How a person calls the type of a file: by the end of its name. */
export function extension(file: { readonly name: string | null; readonly type?: string | null }): string {
  const end = /\.([A-Za-z0-9]{1,5})$/.exec(file.name ?? "")?.[1] ?? file.type?.split("/")[1] ?? "";
  return end.length <= 5 ? end.toUpperCase() : "";
}
