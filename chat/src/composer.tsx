// Where the person writes.
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Chat } from "./chat";
import { Icon } from "./icons";

export function Composer({ chat }: { chat: Chat }) {
  const field = useRef<HTMLTextAreaElement>(null);
  const draft = chat.draft.value;
  useLayoutEffect(() => {
    if (field.current) fit(field.current);
  }, [draft]);
  const send = () => {
    chat.send(draft);
    chat.write("");
    field.current?.focus();
  };
  return (
    <form
      class="composer"
      aria-label="Write to Tuckaway"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        id="composer"
        ref={field}
        rows={1}
        dir="auto"
        placeholder="Type a message"
        aria-label="Message"
        enterkeyhint="send"
        autocapitalize="sentences"
        value={draft}
        onInput={(event) => chat.write(event.currentTarget.value)}
        onKeyDown={(event) => onKeyDown(event, draft, send)}
      />
      <button type="submit" class="send" aria-label="Send" disabled={draft.trim() === ""}>
        <Icon name="send" filled />
      </button>
    </form>
  );
}

function onKeyDown(event: KeyboardEvent, draft: string, send: () => void): void {
  // Enter ends an input method's composition; Safari says so only by the key code of old.
  if (event.isComposing || event.keyCode === 229) return;
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    if (draft.trim() !== "") send();
  } else if (event.key === "ArrowUp" && draft === "") {
    event.preventDefault();
    document.querySelector<HTMLElement>(".scroller article[tabindex='0']")?.focus();
  }
}

/** As tall as its text; the style sheet sets the limit of about six lines. */
function fit(field: HTMLTextAreaElement): void {
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight}px`;
}
