import { command } from './commands/check.ts';
import { start } from './main.ts';

// The commonest command in a bundle of its own: without any lazy import its modules are one scope, and start at once.
void start({ check: async () => ({ command }) });
