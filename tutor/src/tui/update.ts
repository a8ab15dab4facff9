import type { Turn } from './effect.ts';
import type { Message, TextName } from './message.ts';
import { isBusy, type Model, type Text, tell, textKey } from './model.ts';
import type { Progress } from './ports.ts';
import { press } from './press.ts';
import { filesChanged, look, noticeSlowness, runEnded, told } from './runs.ts';
import { hearStack } from './stack-news.ts';

/** The whole behaviour of the terminal app. Pure: `model.now` is the only clock it knows. */
export function update(before: Model, message: Message): Turn {
  const model = countTime(before);
  switch (message.kind) {
    case 'started':
      return start(model, message.progress);
    case 'pressed':
      return press({ ...model, notice: undefined }, message.key, message.times);
    case 'resized':
      return [{ ...model, size: { columns: message.columns, rows: message.rows } }, []];
    case 'files changed':
      return filesChanged(withoutOldNotice(model));
    case 'watch mode':
      return [{ ...model, watch: message.mode }, []];
    case 'run told':
      return told(model, message.run, message.events);
    case 'run is slow':
      return noticeSlowness(model, message.run);
    case 'run ended':
      return runEnded(model, message.run, undefined);
    case 'run broke':
      return runEnded(model, message.run, message.reason);
    case 'ticked':
      return [model, isBusy(model) ? [{ do: 'tick' }] : []];
    case 'loaded':
      return [withText(model, message.text, { state: 'ready', content: message.content }), []];
    case 'not loaded':
      return [withText(model, message.text, { state: 'absent', reason: message.reason }), []];
    case 'stack news':
      return hearStack(model, message.news);
    case 'logged':
      return [{ ...model, logs: { ...model.logs, lines: keepNewest([...model.logs.lines, ...message.lines]) } }, []];
    case 'logs ended':
      return [tell({ ...model, logs: { ...model.logs, state: 'ended' } }, message.reason), []];
    case 'starter written':
      return look(tell({ ...model, base: 'home' }, sayWritten(message.files)), 'start');
    case 'fix shown':
      return [{ ...model, asking: { ask: 'fix', fix: message.fix, patch: message.patch } }, []];
    case 'files written':
      return look(tell(model, message.sentence), 'start');
    case 'told':
      return [tell(model, message.sentence), []];
  }
}

const KEPT_LOG_LINES = 2_000;
/** Whoever is away for longer than this is not learning. */
const PAUSE_MS = 5 * 60_000;

/** Time between two messages counts as time spent, unless it was a pause. */
function countTime(model: Model): Model {
  const gap = model.now - model.countedAt;
  const spentMs = model.progress.spentMs + (gap > PAUSE_MS ? 0 : Math.max(0, gap));
  return { ...model, countedAt: model.now, progress: { ...model.progress, spentMs } };
}

/** The progress of earlier days is known: the learner is where they were, and the first check begins. */
function start(model: Model, progress: Progress): Turn {
  const at = Math.max(
    0,
    model.chapter.steps.findIndex((step) => step.id === progress.current),
  );
  const known = { ...model, progress, current: at, chosen: at };
  return model.base === 'starter' ? [known, []] : look(known, 'start');
}

/** What the tutor has written itself is no save of the learner's: the sentence about it stays. */
const OWN_WRITE_MS = 1_500;

function withoutOldNotice(model: Model): Model {
  const { notice } = model;
  return notice !== undefined && model.now - notice.at < OWN_WRITE_MS ? model : { ...model, notice: undefined };
}

function keepNewest(lines: readonly string[]): readonly string[] {
  return lines.slice(-KEPT_LOG_LINES);
}

function sayWritten(files: readonly string[]): string {
  return `${files.length} ${files.length === 1 ? 'file' : 'files'} written; press enter to begin`;
}

function withText(model: Model, name: TextName, text: Text): Model {
  return { ...model, texts: { ...model.texts, [textKey(name)]: text } };
}
