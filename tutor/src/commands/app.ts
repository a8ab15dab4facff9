/** The terminal app, loaded by one dynamic import: Ink and React are in no other part of the program. */
export { startTui } from '../tui/start.tsx';
