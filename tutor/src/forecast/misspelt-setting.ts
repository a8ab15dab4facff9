import { editDistance } from '../core/nearest.ts';
import type { Span } from '../core/span.ts';
import type { Facts } from './facts.ts';

/** A variable that was meant for one that the server reads. */
export type MisspeltSetting = { readonly name: string; readonly at: Span };

/** Letters that may differ in a name as long as those of Flask. */
const SLIP = 2;

/** Names that people give to Flask's settings, and that it does not read. */
const OTHER_WORDS: Readonly<Record<string, RegExp>> = {
  FLASK_RUN_HOST: /^(?:FLASK_)?(?:APP_)?(?:HOST|BIND|ADDRESS|IP)$|^FLASK_RUN_(?:ADDRESS|IP|BIND)$/i,
  FLASK_RUN_PORT: /^FLASK_(?:APP_)?PORT$/i,
  FLASK_APP: /^FLASK_(?:APPLICATION|MODULE|FILE)$/i,
};

/** A variable of the container whose name comes near to one that Flask reads, with a value that suits it, and that the app does not read itself. */
export function misspeltSetting(
  { environment, source }: Facts,
  wanted: keyof typeof OTHER_WORDS & string,
  suits: RegExp,
): MisspeltSetting | undefined {
  if (environment.has(wanted)) return undefined;
  const read = new Set(source.modules.flatMap((module) => module.environmentReads.map((one) => one.name)));
  for (const [name, variable] of environment) {
    const isNear =
      editDistance(name.toUpperCase(), wanted) <= SLIP ||
      (OTHER_WORDS[wanted]?.test(name) ?? false) ||
      (variable.from === 'image' && name === `${wanted}:`);
    if (!isNear || read.has(name) || !suits.test(variable.value ?? '')) continue;
    const at = variable.from === 'compose' ? variable.variable.key : variable.image.nameAt;
    if (at !== undefined) return { name, at };
  }
  return undefined;
}
