import type { PythonReading } from '../project/python/reading.ts';

/** What the page at `/` says when all is well, where its route returns one text and nothing else can be meant. Undefined until returns are read. */
export function welcomeOf(modules: readonly PythonReading[]): string | undefined {
  void modules;
  return undefined;
}
