import { commands } from './generated/commands.ts';
import { start } from './main.ts';

void start(commands);
