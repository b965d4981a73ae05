// Text as nodes: links, and the signs that people know from WhatsApp. Never HTML strings, so text can't become markup.
import type { ComponentChild, JSX } from "preact";

/** A link ends before the punctuation of the sentence around it. */
const LINK = /https?:\/\/[^\s<>"]+[^\s<>".,!?;:'()[\]{}]/;

/** A sign counts at the edge of a word only, so that 2*3*4 and snake_case_names stay what they are. */
const STYLED = /(?<=^|[\s(["'.,;:!?])(?:\*(\S|\S[^*\n]*\S)\*|_(\S|\S[^_\n]*\S)_|~(\S|\S[^~\n]*\S)~|`([^`\n]+)`)(?=$|[\s)\]"'.,;:!?])/;

const LINKS = new RegExp(`(?<link>${LINK.source})`, "gu");
const LINKS_AND_STYLES = new RegExp(`(?<link>${LINK.source})|${STYLED.source}`, "gu");

type TabIndex = 0 | -1;

/** Plain text with its links. `tabIndex` is -1 while the keyboard is not inside the message. */
export function linked(text: string, tabIndex: TabIndex): ComponentChild[] {
  return replaced(text, LINKS, (match) => <Link address={match[0]} tabIndex={tabIndex} />);
}

/** The same, with *bold*, _italic_, ~struck~ and `code` as the person meant them. */
export function styled(text: string, tabIndex: TabIndex): ComponentChild[] {
  return replaced(text, LINKS_AND_STYLES, (match) =>
    match.groups?.["link"] ? <Link address={match[0]} tabIndex={tabIndex} /> : style(match),
  );
}

function style([, , bold, italic, struck, code]: RegExpExecArray): JSX.Element {
  if (bold !== undefined) return <strong>{bold}</strong>;
  if (italic !== undefined) return <em>{italic}</em>;
  return struck !== undefined ? <s>{struck}</s> : <code>{code}</code>;
}

function Link({ address, tabIndex }: { address: string; tabIndex: TabIndex }) {
  return (
    <a href={address} target="_blank" rel="noopener noreferrer" tabIndex={tabIndex}>
      {address}
    </a>
  );
}

function replaced(text: string, pattern: RegExp, node: (match: RegExpExecArray) => JSX.Element): ComponentChild[] {
  const nodes: ComponentChild[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    nodes.push(text.slice(end, match.index), node(match));
    end = match.index + match[0].length;
  }
  nodes.push(text.slice(end));
  return nodes;
}
