import type { RenderOptions } from '../reporters/reporter.ts';
import type { World } from './command.ts';

const DEFAULT_COLUMNS = 80;

/** How a report for people is to look on this terminal. */
export function renderOptions(world: World): RenderOptions {
  const { terminal, environment } = world.host;
  return {
    width: terminal.columns ?? DEFAULT_COLUMNS,
    colour: colourDepth(world, environment),
    unicode: terminal.unicode === 'yes',
  };
}

function colourDepth(world: World, environment: Readonly<Record<string, string>>): RenderOptions['colour'] {
  const { terminal } = world.host;
  if (terminal.colour === 'refused') return 'none';
  if (terminal.colour === 'by-terminal' && terminal.stdout !== 'terminal') return 'none';
  const many =
    environment.COLORTERM !== undefined ||
    (environment.TERM ?? '').includes('256') ||
    /^[23]$/.test(environment.FORCE_COLOR ?? '');
  return many ? '256' : '16';
}
