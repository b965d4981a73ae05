// The framework-free virtual list as a hook.
import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
  type VirtualizerOptions,
} from "@tanstack/virtual-core";
import { useLayoutEffect, useReducer, useRef } from "preact/hooks";

type Options = Omit<
  VirtualizerOptions<HTMLElement, HTMLElement>,
  "observeElementOffset" | "observeElementRect" | "scrollToFn" | "onChange"
>;

export type List = Virtualizer<HTMLElement, HTMLElement>;

export function useVirtual(options: Options): List {
  const [, rerender] = useReducer((count: number) => count + 1, 0);
  const complete = {
    observeElementOffset,
    observeElementRect,
    scrollToFn: elementScroll,
    ...options,
    onChange: () => rerender(undefined),
  };
  const instance = useRef<List | null>(null);
  instance.current ??= new Virtualizer(complete);
  const list = instance.current;
  list.setOptions(complete);
  useLayoutEffect(() => list._didMount(), [list]);
  // Every render may have moved rows, so the list settles its scroll position after each.
  useLayoutEffect(() => list._willUpdate());
  return list;
}
