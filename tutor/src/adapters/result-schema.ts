import { z } from 'zod';
import type { Evidence } from '../core/evidence.ts';
import type { Place } from '../core/place.ts';
import type { CheckResult, DiagnosisResult, ForecastResult, Result, StackPicture, StepResult } from '../core/result.ts';

const points = z.number().nonnegative();
const verdict = z.enum(['passed', 'failed', 'skipped', 'blocked']);
const position = z
  .object({ line: z.number().int().positive(), column: z.number().int().positive() })
  .describe('Both start at 1; columns count UTF-16 units');

const place = z
  .object({
    file: z.string().describe('Relative to the project, with /'),
    start: position,
    end: position.describe('The first position behind the marked text'),
    text: z.string().describe('The marked characters'),
    message: z.string().describe('What this text does'),
    source: z.array(z.object({ line: z.number().int().positive(), text: z.string() })).describe('The lines around'),
  })
  .meta({ id: 'place' }) satisfies z.ZodType<Place>;

const evidence = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('command'),
      command: z.array(z.string()),
      exitCode: z.number().int().nullable(),
      output: z.string(),
    }),
    z.object({
      kind: z.literal('http'),
      url: z.string(),
      outcome: z.string(),
      status: z.number().int().exactOptional(),
      body: z.string().exactOptional(),
    }),
    z.object({
      kind: z.literal('sql'),
      target: z.string(),
      statement: z.string(),
      answer: z.string(),
      sqlState: z.string().exactOptional(),
    }),
    z.object({ kind: z.literal('log'), service: z.string(), lines: z.array(z.string()) }),
    z.object({ kind: z.literal('state'), subject: z.string(), says: z.string() }),
  ])
  .meta({ id: 'evidence', description: 'What was looked at, verbatim and bounded' }) satisfies z.ZodType<Evidence>;

const check = z
  .object({
    id: z.string(),
    asserts: z.string().describe('The sentence that a learner reads'),
    state: verdict,
    needs: z.string().exactOptional().describe('What a skipped or blocked check waits for'),
    finding: z.string().exactOptional().describe('What a failed check found'),
    look: z.string().exactOptional().describe('The command that shows more, where the cause is not known'),
    evidence: z.array(evidence).exactOptional(),
    durationMs: z.number().nonnegative(),
  })
  .meta({ id: 'check' }) satisfies z.ZodType<CheckResult>;

const step = z
  .object({ id: z.string(), title: z.string(), state: verdict, points, max: points, checks: z.array(check) })
  .meta({ id: 'step' }) satisfies z.ZodType<StepResult>;

const fix = z.object({
  title: z.string(),
  confidence: z.enum(['certain', 'likely', 'template']),
  edits: z.array(z.object({ place, text: z.string().describe('What stands there afterwards') })),
});

const diagnosis = z
  .object({
    rule: z.string().describe('A slug: `tutor explain RULE` tells more'),
    severity: z.enum(['error', 'warning', 'advice']).describe('Only errors fail or block a check'),
    step: z.string(),
    check: z.string(),
    basis: z.enum(['files', 'observed']),
    title: z.string(),
    primary: place.exactOptional().describe('The text to change; left out only where nothing names the thing'),
    labels: z.array(place).describe('The other places of it'),
    notes: z.array(z.string()),
    help: z.string(),
    fix: fix.exactOptional(),
    consequences: z.array(z.string()).describe('Rules that follow from this one and are not listed on their own'),
    evidence: z.array(evidence),
  })
  .meta({ id: 'diagnosis' }) satisfies z.ZodType<DiagnosisResult>;

const forecast = z
  .object({
    page: z.object({
      url: z.string().exactOptional(),
      status: z.number().int().exactOptional(),
      body: z.string().exactOptional(),
      fails: z.enum(['refused', 'reset', 'unpublished', 'unknown']).exactOptional(),
    }),
    services: z.record(
      z.string(),
      z.enum(['running', 'exited', 'restarting', 'created', 'not-built', 'not-created', 'unknown']),
    ),
    because: z.array(z.string()).describe('The rules that decide it'),
  })
  .meta({
    id: 'forecast',
    description: 'What will happen at `docker compose up`, worked out from the files alone; it never passes a step',
  }) satisfies z.ZodType<ForecastResult>;

const pictured = z.enum(['good', 'bad', 'unknown']);

const stack = z
  .object({
    nodes: z.array(
      z.object({
        id: z.string(),
        kind: z.enum(['page', 'service', 'network', 'volume']),
        name: z.string(),
        state: z.string(),
        verdict: pictured,
        facts: z.array(z.string()),
      }),
    ),
    edges: z.array(
      z.object({
        from: z.string(),
        to: z.string(),
        kind: z.enum(['publishes', 'connects', 'attached', 'mounts']),
        label: z.string(),
        verdict: pictured,
        says: z.string().exactOptional(),
      }),
    ),
  })
  .meta({ id: 'stack', description: 'The stack as a picture' }) satisfies z.ZodType<StackPicture>;

/**
 * The published result as a schema: what reads a result back (a record, a gradebook, another version's output) judges
 * it by this, and the package's `result.schema.json` is made from it. Each part is typed by the shape it stands for,
 * so that the two cannot drift apart. Keys that are not known are no error and are dropped: a later version adds some.
 */
export const resultSchema = z
  .object({
    schema: z.literal('compose-tutor/result/v1'),
    tutor: z.object({ version: z.string() }),
    chapter: z.object({ id: z.string(), title: z.string() }),
    project: z.object({ composeFiles: z.array(z.string()).describe('As Compose would pick and merge them') }),
    engine: z.object({
      mode: z
        .enum(['observed', 'off', 'absent'])
        .describe('observed: an engine answered; off: nobody asked; absent: asked, and none was to be had'),
      docker: z.string().exactOptional(),
      compose: z.string().exactOptional(),
    }),
    state: z
      .enum(['passed', 'failed', 'blocked'])
      .describe('failed: the learner has work to do; blocked: the machine could not answer'),
    score: z.object({ points, max: points }),
    steps: z.array(step),
    diagnoses: z.array(diagnosis).describe('Errors before warnings before advice, causes before what follows'),
    forecast: forecast.exactOptional(),
    stack: stack.exactOptional(),
  })
  .meta({
    title: 'compose-tutor result',
    description: 'What `tutor check --format json` prints',
  }) satisfies z.ZodType<Result>;

/** The JSON Schema of a result (draft 2020-12); it lets keys through that it does not know. */
export function resultJsonSchema(): object {
  return z.toJSONSchema(resultSchema, { io: 'input' });
}
