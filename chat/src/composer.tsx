// Where the person writes.
import { useRef } from "preact/hooks";
import type { Chat } from "./chat";
import { Icon } from "./icons";

export function Composer({ chat }: { chat: Chat }) {
  const field = useRef<HTMLTextAreaElement>(null);
  const draft = chat.draft.value;
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
      {/* The style sheet sets the same text behind the field, which gives it its height: to measure the field itself
          it would have to shrink for a moment, and the thread above it would lose its end. */}
      <div class="field" data-text={draft}>
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
      </div>
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
