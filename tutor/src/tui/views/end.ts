import type { Model } from '../model.ts';
import { apart, piece, type Row, row, widthOf } from '../rows.ts';
import { hintsTaken } from '../steps.ts';
import { count, spentTime } from './duration.ts';
import { spaced } from './fit.ts';
import { prose } from './prose.ts';

/**
 * The chapter is done: what was built, what was learnt, what comes next, how to bring it back. Close where it is tall;
 * what is taller still scrolls.
 */
export function endRows(model: Model, height: number): readonly Row[] {
  const { closing } = model.chapter;
  const titled = (title: string, phrases: readonly string[]): readonly Row[] =>
    phrases.length === 0 ? [] : [...text(model, title, 'strong'), ...phrases.flatMap((one) => phraseRows(model, one))];
  const built = titled('You have built', closing.built);
  const learnt = titled('What you can now do', closing.learnt);
  const ahead = titled('Before production, which the next chapters take up', closing.ahead);
  const sum = sumRows(model);
  const roomy = spaced(built, learnt, ahead, sum);
  return roomy.length <= height ? roomy : [...built, ...learnt, ...ahead, ...sum];
}

function text(model: Model, words: string, role: 'text' | 'strong'): readonly Row[] {
  return prose(words, model.size.columns, model.theme, 1, role);
}

function phraseRows(model: Model, phrase: string): readonly Row[] {
  return prose(phrase, model.size.columns, model.theme, 3);
}

const BRING_BACK = 'docker compose up -d';

/** What it took, and how the stack is had again: beside each other where there is room. */
function sumRows(model: Model): readonly Row[] {
  const { steps } = model.chapter;
  const { spentMs, attempts } = model.progress;
  const tries = Object.values(attempts).reduce((sum, one) => sum + one, 0);
  const took = [count(steps.length, 'step'), spentTime(spentMs), count(hintsTaken(model), 'hint')];
  const sum = row(piece(` ${[...took, ...(tries === 0 ? [] : [`${tries} tries`])].join(' · ')}`, 'muted'));
  const back = [piece('bring it back  ', 'muted'), piece(BRING_BACK, 'strong')];
  const fits = widthOf(sum.pieces) + widthOf(back) + EDGES_AND_GAP <= model.size.columns;
  return fits ? [apart(sum, ...back)] : [sum, row(' ', ...back)];
}

const EDGES_AND_GAP = 3;
