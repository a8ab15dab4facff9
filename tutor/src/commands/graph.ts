import { chapter } from '../generated/chapter.ts';
import { type Command, EXIT, type Invocation, UsageError } from './command.ts';
import { ENGINE_OPTIONS, engineWish, timeoutMs } from './engine-options.ts';
import { lookAt, readFolder } from './look.ts';
import { DIR_OPTION, projectFolder } from './project-folder.ts';
import { renderOptions } from './render-options.ts';

export const command: Command = {
  name: 'graph',
  order: 8,
  summary: 'your own stack as a picture',
  arguments: '',
  takes: { least: 0, most: 0 },
  about: 'Draws the services, networks and volumes of your files, and what the engine says of them.',
  options: {
    ...DIR_OPTION,
    engine: ENGINE_OPTIONS.engine,
    format: { type: 'string', value: 'NAME', says: 'text (default), mermaid or svg' },
  },
  run: graph,
};

async function graph({ options, world }: Invocation): Promise<number> {
  const format = options.text('format') ?? 'text';
  if (format !== 'text' && format !== 'mermaid' && format !== 'svg') {
    throw new UsageError(`\`--format ${format}\` is none of text, mermaid and svg.`, 'Use one of the three.');
  }
  const folder = projectFolder(options, world);
  const engine = engineWish(options);
  const { observing } = await import('./engine.ts');
  const observe =
    engine === 'off'
      ? {}
      : {
          observe: observing({
            folder,
            chapter,
            wishes: { up: false, down: false, prove: false },
            timeoutMs: timeoutMs(options),
            engine: engine === 'required' ? 'required' : 'auto',
            world,
          }),
        };
  const result = await lookAt(
    () => readFolder(folder, world.host),
    { chapter, steps: [], proof: 'not-asked', ...observe },
    () => undefined,
  );
  const picture = result.stack ?? { nodes: [], edges: [] };
  switch (format) {
    case 'text': {
      const { graphText } = await import('../reporters/graph-text.ts');
      world.out(graphText(picture, renderOptions(world)));
      return EXIT.passed;
    }
    case 'mermaid': {
      const { graphMermaid } = await import('../reporters/graph-mermaid.ts');
      world.out(graphMermaid(picture));
      return EXIT.passed;
    }
    case 'svg': {
      const { graphSvg } = await import('../reporters/graph-svg.ts');
      world.out(graphSvg(picture));
      return EXIT.passed;
    }
  }
}
