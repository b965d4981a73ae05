// The pictures of the page, drawn as paths so that they take the colour of the text around them.

const PATHS = {
  send: "M4 4l17 8-17 8 2.5-8zM6.5 12H14",
  down: "M6 9l6 6 6-6",
  more: "M12 5.5v.01M12 12v.01M12 18.5v.01",
  file: "M6 2.8h8l5 5v13.4H6zM14 2.8v5h5M9.5 13h6M9.5 16.5h6",
  clip: "M20 11.2l-8.3 8.3a5.2 5.2 0 01-7.4-7.4l8.6-8.6a3.5 3.5 0 015 5l-8.5 8.5a1.8 1.8 0 01-2.5-2.5l7.8-7.8",
  close: "M6 6l12 12M18 6L6 18",
  clock: "M12 21a9 9 0 100-18 9 9 0 000 18zM12 7v5l3 2",
  alert: "M12 21a9 9 0 100-18 9 9 0 000 18zM12 7.5v5.5M12 16.4v.01",
} as const;

interface IconProps {
  readonly name: keyof typeof PATHS;
  readonly size?: number;
  readonly filled?: boolean;
}

/** Always decoration: the button or text around it says what it means. */
export function Icon({ name, size = 24, filled = false }: IconProps) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill={filled ? "currentColor" : "none"}
      stroke="currentColor"
      stroke-width="1.9"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}

/** One tick or two; two and a colour for "read", which also has its name. */
export function TickMarks({ twice }: { twice: boolean }) {
  return (
    <svg
      width="18"
      height="12"
      viewBox="0 0 18 12"
      fill="none"
      stroke="currentColor"
      stroke-width="1.7"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      {twice && <path d="M1.2 6.6l3 3.2L11 2" />}
      <path d={twice ? "M7.6 8.6l1.4 1.2L16 2" : "M3 6.6l3 3.2L13 2"} />
    </svg>
  );
}

/** The corner that ties the first bubble of a run to its author's side; drawn for the right, mirrored for the left. */
export function Tail() {
  return (
    <svg class="tail" width="8" height="13" viewBox="0 0 8 13" aria-hidden="true">
      <path d="M0 0h6.6c1.3 0 1.9 1.5 1 2.4L0 12.4z" />
    </svg>
  );
}
