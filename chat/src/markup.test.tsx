import { type ComponentChild, render } from "preact";
import { describe, expect, it } from "vitest";
import { linked, styled } from "./markup";

function drawn(nodes: ComponentChild[]): HTMLElement {
  const element = document.createElement("div");
  render(<>{nodes}</>, element);
  return element;
}

describe("signs", () => {
  it.each([
    ["*bold*", "strong", "bold"],
    ["say _it_ now", "em", "it"],
    ["(~gone~)", "s", "gone"],
    ["`x = *1*`", "code", "x = *1*"],
    ["*two words*, and more", "strong", "two words"],
  ])("%s", (text, tag, content) => {
    expect(drawn(styled(text, -1)).querySelector(tag)?.textContent).toBe(content);
  });

  it.each(["2*3*4", "snake_case_name", "* item\n* item", "*not\nover lines*", "a * b * c", "5 ~ 6 ~ 7"])("are left in %j", (text) => {
    const element = drawn(styled(text, -1));
    expect(element.textContent).toBe(text);
    expect(element.children).toHaveLength(0);
  });

  it("stay as they were written in what is quoted", () => {
    expect(drawn(linked("*bold*", -1)).textContent).toBe("*bold*");
  });
});

describe("links", () => {
  it.each([
    ["see https://example.org/a_b_c?x=*1*.", "https://example.org/a_b_c?x=*1*"],
    ["(https://example.org/path)", "https://example.org/path"],
    ["http://example.org, then", "http://example.org"],
  ])("%s", (text, address) => {
    const link = drawn(styled(text, -1)).querySelector("a");
    expect(link?.getAttribute("href")).toBe(address);
    expect(link?.rel).toBe("noopener noreferrer");
    expect(link?.getAttribute("tabindex")).toBe("-1");
  });

  it.each(["javascript:alert(1)", "data:text/html,x", "ftp://example.org"])("are not made of %s", (text) => {
    expect(drawn(styled(text, -1)).querySelector("a")).toBeNull();
  });
});

it("never lets text become markup", () => {
  const text = `<img src=x onerror="alert(1)"> <b>*<i>x</i>*</b> &amp; "quoted"`;
  const element = drawn(styled(text, -1));
  expect(element.querySelector("img, b, i")).toBeNull();
  expect(drawn(linked(text, -1)).textContent).toBe(text);
});

it("draws a long text of unfinished signs without delay", () => {
  const text = "*_~`".repeat(25_000);
  expect(drawn(styled(text, -1)).textContent?.length).toBeGreaterThan(0);
}, 2_000);
