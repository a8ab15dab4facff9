import { z } from 'zod';

/** At least this many rungs: where to look, what to think of, what to write. */
const MIN_HINTS = 3;

const id = z.string().regex(/^[a-z][a-z0-9-]*$/, 'is lower-case letters, digits and hyphens, beginning with a letter');
const sentence = z.string().trim().min(1, 'is empty');
const names = z.array(z.string().min(1)).default([]);
/** A path inside the project: nothing absolute, nothing that climbs. */
const projectPath = z
  .string()
  .regex(/^(?![/\\])(?!.*(^|\/)\.\.(\/|$)).+$/, 'is a path inside the project, with `/` and without `..`');

const roleSigns = z.strictObject({
  names: names.describe('Names it commonly has, lower case'),
  nameParts: names.describe('Words that tell the role as a part of a name too: db in my_db'),
  variables: names.describe('Starts of variable names that this role is given'),
  mounts: names.describe('Folders in the container where, or beneath which, only this role mounts something'),
});

/** `chapter.yaml`. */
export const chapterFile = z
  .strictObject({
    id: id.describe('Name of the chapter in results'),
    title: sentence.describe('Title of the chapter'),
    about: sentence.describe('What the learner builds, two lines'),
    starter: z.string().default('starter').describe('Folder of the files a learner begins with, relative to this file'),
    solutions: z.string().default('solutions').describe("Folder of the steps' solutions, relative to this file"),
    steps: z
      .array(
        z
          .string()
          .regex(/^\d{2}-[a-z][a-z0-9-]*$/, 'is the name of a folder: two digits, a hyphen and the id of the step'),
      )
      .min(1, 'is empty')
      .describe('Folders of the steps, in the order they are walked: 01-app'),
    roles: z
      .strictObject({ web: roleSigns.optional(), db: roleSigns.optional() })
      .default({})
      .describe('By which signs a service is recognised in its role, beside its image and what it does'),
    closing: z
      .strictObject({ built: names, learnt: names, ahead: names })
      .default({ built: [], learnt: [], ahead: [] })
      .describe('What the learner can look back on, and on to, at the end'),
  })
  .describe('A chapter of the Compose tutor');

const check = z.strictObject({
  id: id.describe('Unique within the step'),
  asserts: sentence.max(60, 'is longer than 60 characters').describe('The sentence a learner reads'),
  word: id.describe('The check word: a file under tutor/src/checks'),
  with: z.record(z.string(), z.unknown()).default({}).describe('Parameters of the word'),
  needs: z.array(id).default([]).describe('Ids of earlier checks of this step that must pass first'),
  when: z.enum(['always', 'proved']).default('always').describe('proved: judged only where a proof was asked for'),
});

/** `step.yaml`. Its number and id are its folder's name. */
export const stepFile = z
  .strictObject({
    title: sentence.max(76, 'is longer than 76 characters').describe('What the learner does, imperative, no full stop'),
    asks: sentence.max(46, 'is longer than 46 characters').describe('The same in a few words, for a list'),
    achieved: sentence.describe('What is now true once it passed: one sentence, lower-case start'),
    needs: z.array(id).default([]).describe('Ids of earlier steps that must pass first'),
    points: z.number().positive('is not above 0').default(1),
    judgedFrom: z.enum(['files', 'stack']).describe('stack: judged by observation, needs Docker'),
    files: z.array(projectPath).default([]).describe('Files the step has the learner change'),
    checks: z.array(check).min(1, 'is empty').describe('What must hold, in the order it is shown'),
    hints: z
      .array(sentence)
      .min(MIN_HINTS, `has fewer than ${MIN_HINTS} rungs`)
      .describe('Markdown, a rung an item: where to look, what to think of, what to write'),
  })
  .describe('A step of the Compose tutor');

export type ChapterFile = z.infer<typeof chapterFile>;
export type StepFile = z.infer<typeof stepFile>;

/** The JSON Schemas that editors read while an author writes, by file name. */
export function editorSchemas(): Readonly<Record<string, unknown>> {
  return {
    'chapter.schema.json': z.toJSONSchema(chapterFile, { io: 'input' }),
    'step.schema.json': z.toJSONSchema(stepFile, { io: 'input' }),
  };
}
