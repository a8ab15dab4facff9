import { type Mount, mountInk } from '../tui/view.tsx';

/** The terminal app's view, behind one dynamic import: Ink and React are in no other part of the program. */
export async function loadMount(): Promise<Mount> {
  return mountInk;
}
