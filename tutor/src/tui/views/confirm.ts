import { list } from '../../core/text.ts';
import type { Model, Question } from '../model.ts';
import type { Row } from '../rows.ts';
import { diffRows } from './diff.ts';
import { spaced } from './fit.ts';
import { prose } from './prose.ts';

/** A question before something that the next key could not take back: what is lost, what stays. */
export function confirmRows(model: Model, question: Question): readonly Row[] {
  const { title, facts } = sayQuestion(question);
  const { columns } = model.size;
  return spaced(
    prose(title, columns, model.theme, 1, 'strong'),
    question.ask === 'fix' ? diffRows(question.patch, columns) : [],
    facts.flatMap((fact) => prose(fact, columns, model.theme)),
  );
}

/** What `y` does, for the footer. */
export function yesLabel(question: Question): readonly [string, string] {
  switch (question.ask) {
    case 'down':
      return ['yes, take it down', 'yes'];
    case 'reset':
      return ['yes, start afresh', 'yes'];
    case 'fix':
      return ['yes, write it', 'yes'];
    case 'quit':
      return ['yes, stop and quit', 'yes'];
  }
}

function sayQuestion(question: Question): { readonly title: string; readonly facts: readonly string[] } {
  switch (question.ask) {
    case 'down': {
      const kept = question.kept.map((name) => `\`${name}\``);
      return {
        title: 'Take your stack down?',
        facts: [
          'The containers and their network are removed, as `docker compose down` does.',
          kept.length === 0
            ? 'There is no named volume: what the database holds is lost.'
            : `${kept.length === 1 ? 'The volume' : 'The volumes'} ${list(kept)} ${kept.length === 1 ? 'stays' : 'stay'}, with all rows.`,
        ],
      };
    }
    case 'reset':
      return {
        title: `Start step ${question.step.number}, ${question.step.id}, afresh?`,
        facts: [
          `Your ${list(question.step.files)} ${question.step.files.length === 1 ? 'is' : 'are'} replaced by the starting point of this step.`,
          'A copy of what is replaced is kept, and the tutor says where.',
        ],
      };
    case 'fix':
      return {
        title: `${capital(question.fix.title)}?`,
        facts: ['A copy of what is changed is kept outside your project.'],
      };
    case 'quit':
      return {
        title: 'Quit while Docker works?',
        facts: ['What runs now is stopped; the containers stay as they are then.'],
      };
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
